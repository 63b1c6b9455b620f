"""What the memory test reads: pairs of subjects that differ in gender alone, and fillers that tell no gender.

The fillers name no person, hold no word with a gender and do not address the reader; each has more than 50 tokens.
"""

# (feminine, masculine)
SUBJECTS: tuple[tuple[str, str], ...] = (
    ("The queen", "The king"),
    ("The princess", "The prince"),
    ("The woman", "The man"),
    ("The girl", "The boy"),
    ("The old lady", "The old gentleman"),
    ("My mother", "My father"),
    ("My sister", "My brother"),
    ("My aunt", "My uncle"),
    ("Their daughter", "Their son"),
    ("Our grandmother", "Our grandfather"),
    ("The wife", "The husband"),
    ("The niece", "The nephew"),
    ("The widow", "The widower"),
    ("The bride", "The bridegroom"),
    ("The duchess", "The duke"),
    ("The baroness", "The baron"),
    ("The landlady", "The landlord"),
    ("The hostess", "The host"),
    ("The heroine", "The hero"),
    ("The nun", "The monk"),
    ("The witch", "The wizard"),
    ("The little schoolgirl", "The little schoolboy"),
    ("Mrs. Grey", "Mr. Grey"),
    ("Mary", "John"),
)

FILLERS: tuple[str, ...] = (
    " was sitting by the window of the great room and looking out at the rain, which had been falling without a pause"
    " since early in the morning and had turned the road below the house into a stream of brown water, so that nothing"
    " could be seen of the garden but the tops of the trees, and at last, when the clock had struck four,",
    " had walked for more than an hour along the path beside the river, past the mill and the two stone bridges, where"
    " the wind came cold from the hills and the leaves lay thick upon the ground, without meeting a single living"
    " creature, and had almost reached the gate of the farm when it began to snow, so that in the end",
    " stood for a long time in front of the fire, with the letter from the city still unopened on the table beside the"
    " lamp, and listened to the noises of the street, to the wheels of the carriages and the bells of the church on the"
    " other side of the square, until the room grew dark and the candles were brought in, and only then",
    " looked once more at the map that hung on the wall of the little office, and at the long red line which ran from"
    " the coast across the mountains to the lake, and thought of the ships in the harbour, of the months of heat and"
    " hunger, and of all the money that had been spent upon the journey, before it was clear to everyone that",
    " sat down at the end of the long table, tasted the soup, which was almost cold, broke a piece of bread, and began"
    " to speak about the price of corn, the state of the roads, the new railway and the coming winter, as if nothing at"
    " all had happened in the house that day, although the whole company knew very well that in the night",
)
