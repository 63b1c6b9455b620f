"""Lists to start a probe with: pairs of sentences that are alike but for one thing, so that this tells them apart.

Twelve of each: the band of hundreds of units leaves room beyond it from eight on.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """Two lists, named by what the first has."""

    name: str
    having: tuple[str, ...]
    lacking: tuple[str, ...]


PLURAL = Example(
    "a plural subject",
    (
        "The keys that my brother lost",
        "The boats at the end of the river",
        "The letters in the old box",
        "The doors of the white house",
        "The trees behind the garden wall",
        "The girls who lived next door",
        "The horses near the bridge",
        "The books on the table by the window",
        "The lamps above the kitchen door",
        "The children of the old captain",
        "The stones under the water",
        "The birds that we saw this morning",
    ),
    (
        "The key that my brother lost",
        "The boat at the end of the river",
        "The letter in the old box",
        "The door of the white house",
        "The tree behind the garden wall",
        "The girl who lived next door",
        "The horse near the bridge",
        "The book on the table by the window",
        "The lamp above the kitchen door",
        "The child of the old captain",
        "The stone under the water",
        "The bird that we saw this morning",
    ),
)
QUOTATION = Example(
    "an open quotation",
    (
        "He said, “I will wait for you here",
        "The old man asked, “Where is the key",
        "She cried, “The boat is on the rocks",
        "My mother said, “It is too late now",
        "The boy answered, “I have not seen him",
        "“Come into the house",
        "“I am not afraid of the dark",
        "The captain shouted, “Turn to the left",
        "“You must go to the town",
        "He whispered, “They are at the door",
        "The woman told us, “My son is ill",
        "“There is no bread in the house",
    ),
    (
        "He said that he would wait for you here",
        "The old man asked where they had put the key",
        "She saw that the boat was on the rocks",
        "My mother knew that it was too late now",
        "The boy answered that he had not seen him",
        "They came into the house",
        "She was not afraid of the dark",
        "The captain told them to turn to the left",
        "They had to go to the town",
        "He heard that they were at the door",
        "The woman told us that her son was ill",
        "There was no bread in the house",
    ),
)
PAST = Example(
    "in the past",
    (
        "She walked to the school on the hill",
        "The dog slept beside the fire",
        "My father worked in a small shop",
        "They lived in a house by the sea",
        "He opened the window every morning",
        "The girl played with her brother",
        "We ate our bread in the garden",
        "The old man sat under the tree",
        "I wrote a letter to my sister",
        "The river ran through the town",
        "She sang to the child at night",
        "The ship carried corn and wine",
    ),
    (
        "She walks to the school on the hill",
        "The dog sleeps beside the fire",
        "My father works in a small shop",
        "They live in a house by the sea",
        "He opens the window every morning",
        "The girl plays with her brother",
        "We eat our bread in the garden",
        "The old man sits under the tree",
        "I write a letter to my sister",
        "The river runs through the town",
        "She sings to the child at night",
        "The ship carries corn and wine",
    ),
)
QUESTION = Example(
    "a question",
    (
        "Was the water cold",
        "Did the boy find his hat",
        "Is your sister at home",
        "Will they come to the town",
        "Has the doctor seen him",
        "Are the horses in the field",
        "Can you hear the bells",
        "Do they know the way",
        "Were the windows open",
        "Does he like the soup",
        "Had the train left the station",
        "Could she see the light",
    ),
    (
        "The water was cold",
        "The boy did find his hat",
        "Your sister is at home",
        "They will come to the town",
        "The doctor has seen him",
        "The horses are in the field",
        "You can hear the bells",
        "They do know the way",
        "The windows were open",
        "He does like the soup",
        "The train had left the station",
        "She could see the light",
    ),
)
NOT = Example(
    "“not”",
    (
        "He was not sure of the way",
        "The door was not closed that night",
        "She did not know the man at the gate",
        "I have not been to the sea this year",
        "They were not ready for the winter",
        "The soup was not hot enough for him",
        "We could not see the end of the road",
        "It is not far to the next village",
        "The boy had not read the letter",
        "You must not speak to the guard",
        "The king would not hear the story",
        "My brother is not at the station",
    ),
    (
        "He was quite sure of the way",
        "The door was always closed that night",
        "She did well know the man at the gate",
        "I have often been to the sea this year",
        "They were soon ready for the winter",
        "The soup was just hot enough for him",
        "We could now see the end of the road",
        "It is quite far to the next village",
        "The boy had just read the letter",
        "You must now speak to the guard",
        "The king would soon hear the story",
        "My brother is still at the station",
    ),
)
# What chance makes of it: the sentences of another example, dealt to both lists without regard to what they have.
NOTHING = Example("nothing at all", PAST.having[::2] + PAST.lacking[1::2], PAST.having[1::2] + PAST.lacking[::2])

ENGLISH = (PLURAL, QUOTATION, PAST, QUESTION, NOT, NOTHING)

COUNTS = range(2, 14)
STRINGS = (
    Example(
        "letters still to come",
        tuple("a" * count + "X" + "b" * (count // 2) for count in COUNTS),
        tuple("a" * count + "X" + "b" * count for count in COUNTS),
    ),
    Example(
        "many letters",
        tuple("a" * (count + 14) for count in COUNTS),
        tuple("a" * count for count in COUNTS),
    ),
)
