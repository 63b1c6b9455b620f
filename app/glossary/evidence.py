"""Terms of cause and effect, and of what counts as evidence that a unit knows something."""

from app.glossary.term import Place, Term

UNITS = Place("What each unit knows", "/units")
PROBE = Place("Probe", "/probe")
ABLATE = Place("Which unit decides?", "/?cause=ablate#cause")

EVIDENCE = (
    Term(
        "hold",
        "An intervention: a signal is given a value in place of the computed one, and the rest of the network runs on. "
        "So one learns what a gate is good for, rather than what it goes along with.",
        places=(Place("press a number in the drawing of a cell", "/#equation"),),
        see=("ablation",),
        sources=("Pearl 2000", "Lakretz 2019"),
        other="intervention",
    ),
    Term(
        "ablation",
        "Switching a unit off: its hidden state is held at 0, or at its mean, and one sees what the network says "
        "without it. Units that do the same work cover for each other, so changes of single units do not add up.",
        places=(ABLATE,),
        see=("hold", "effect"),
        sources=("Lakretz 2019",),
    ),
    Term(
        "log-odds",
        "How much sooner the network expects one word than another: 0 where it expects both alike, and one more is 2.7 "
        "times the odds. Of the last hidden state it is a weighted sum, so it can be taken apart unit by unit.",
        formulas=("ln p(the one) − ln p(the other), all words so far given",),
        places=(ABLATE, Place("Memory test", "/?tab=test#through")),
        see=("bit and nat", "softmax"),
    ),
    Term(
        "effect",
        "How much of the network’s own answer is gone when a unit is switched off, in nats of log-odds, on sentences "
        "of which the answer is known.",
        places=(UNITS,),
        see=("ablation", "log-odds", "name of a unit"),
        sources=("Lakretz 2019",),
    ),
    Term(
        "probe",
        "Asking whether a property can be told from the values inside a network. Here, one unit at a time, without any "
        "training: does its value alone tell two lists of sentences apart?",
        places=(PROBE, UNITS),
        see=("AUC", "band of chance"),
        sources=("Hewitt 2019",),
    ),
    Term(
        "AUC",
        "Take a sentence with a property and one without: in how many of all such pairs is the unit’s value higher for "
        "the one with it? Equal values count half. One half tells nothing, 1 and 0 tell all.",
        formulas=("AUC = wins ÷ (sentences with · sentences without)",),
        places=(PROBE, UNITS),
        see=("band of chance", "probe"),
        sources=("Mann 1947",),
        other="area under the ROC curve",
    ),
    Term(
        "band of chance",
        "What the best of all units reaches by luck: the same is asked with the labels shuffled, many times, and the "
        "band is what not one unit leaves in 95 % of the shufflings.",
        places=(PROBE, UNITS),
        see=("AUC", "probe"),
        sources=("Hewitt 2019",),
        other="control",
    ),
    Term(
        "held-out sentences",
        "Sentences that had no part in choosing: training text is not used to measure a network, and the nouns that "
        "choose how a unit tells something are not those that decide whether it does.",
        places=(UNITS,),
        see=("name of a unit", "band of chance"),
        other="test set",
    ),
    Term(
        "name of a unit",
        "A unit earns a name where it tells a property of held-out sentences better than chance, and where the network "
        "relies on it: switched off, it changes what is said next.",
        places=(UNITS,),
        see=("AUC", "effect", "held-out sentences"),
        sources=("Lakretz 2019",),
    ),
    Term(
        "minimal pair",
        "Two texts that differ in one word. Whatever the network computes differently after it can only come from that "
        "word.",
        formulas=("Δ = b − a, for every gate, cell and hidden state",),
        places=(Place("Swap a word", "/?cause=swap#cause"),),
        see=("memory test", "wake"),
        sources=("Linzen 2016",),
    ),
    Term(
        "wake",
        "How large the difference is that a swapped word leaves behind, over all units, at each word after it.",
        formulas=("‖Δc_t‖ and ‖Δh_t‖",),
        places=(Place("Swap a word", "/?cause=swap#cause"),),
        see=("minimal pair", "distance of states"),
    ),
    Term(
        "heat map",
        "A row for each unit, a column for each word, and a colour for each value. Gates are ink, from closed to open; "
        "contents are orange where positive and blue where negative.",
        places=(Place("the maps", "/#equation"),),
        see=("unit", "step"),
    ),
)  # fmt: skip
