"""Terms of gates and of the memory that they guard."""

from app.glossary.term import Place, Term, chapter, of_signal, sentence_of

MAPS = Place("the maps", "/#equation")
WHY = Place("Why is this gate so?", "/#equation")
LEDGER = Place("Who wrote it", "/?tab=ledger#through")
UNITS = Place("What each unit knows", "/units")
LIFE = Place("The life of a unit", "/#life")

GATES = (
    Term(
        "gate",
        "A number between 0 and 1 for each unit and step, by which something is multiplied: at 0 nothing gets through, "
        "at 1 all of it. It is computed anew at every step, from the word and from what the layer said before.",
        places=(chapter("gates"), MAPS, LIFE),
        see=("sigmoid", "pre-activation", "saturation", "forget gate", "input gate", "output gate"),
        sources=("Hochreiter 1997",),
        other="valve",
    ),
    Term(
        "sigmoid",
        "The curve that makes a gate of any number: far below zero it gives nearly 0, far above nearly 1, at zero one "
        "half.",
        formulas=("σ(a) = 1 ÷ (1 + exp(−a))",),
        places=(chapter("gates"), WHY),
        see=("pre-activation", "saturation", "tanh"),
        other="logistic function, σ",
    ),
    Term(
        "tanh",
        "The curve that presses any number into −1 to 1 and keeps its sign. It makes the candidate, and it presses the "
        "cell into ±1 before the output gate shows a part of it.",
        formulas=("tanh(a) = 2 σ(2a) − 1",),
        places=(Place("Inside one cell", "/#equation"),),
        see=("candidate", "sigmoid", "hidden state"),
        other="hyperbolic tangent",
    ),
    Term(
        "pre-activation",
        "The plain sum that goes into a sigmoid or tanh: what the word brings, what each unit of the step before "
        "brings, and a bias. Its parts can be read off, and they add up.",
        formulas=("a_t = W x_t + U h_{t-1} + b",),
        places=(WHY,),
        see=("gate", "sigmoid", "weight"),
    ),
    Term(
        "saturation",
        "A gate is saturated where it is nearly closed (under 0.1) or nearly open (over 0.9). There it acts like a "
        "switch, and a little more or less in its sum changes next to nothing.",
        places=(chapter("gates"), Place("How far the gates go", "/#saturation"), UNITS),
        see=("gate", "sigmoid"),
        sources=("Karpathy 2015",),
    ),
    Term(
        "forget gate",
        sentence_of("lstm", "forget"),
        formulas=(of_signal("lstm", "forget"),),
        places=(chapter("forget-gate"), Place("the map f", "/#equation"), LIFE),
        see=("cell state", "half-life", "element-wise product"),
        sources=("Gers 2000",),
        other="f, keep gate",
    ),
    Term(
        "input gate",
        sentence_of("lstm", "input"),
        formulas=(of_signal("lstm", "input"),),
        places=(chapter("input-gate"), Place("the map i", "/#equation"), LIFE),
        see=("candidate", "cell state"),
        sources=("Hochreiter 1997",),
        other="i, write gate",
    ),
    Term(
        "candidate",
        sentence_of("lstm", "candidate"),
        formulas=(of_signal("lstm", "candidate"),),
        places=(chapter("input-gate"), Place("the map g", "/#equation"), LIFE),
        see=("input gate", "tanh", "cell state"),
        sources=("Hochreiter 1997",),
        other="g, C̃, cell update",
    ),
    Term(
        "output gate",
        sentence_of("lstm", "output"),
        formulas=(of_signal("lstm", "output"),),
        places=(chapter("output-gate"), Place("the map o", "/#equation"), LIFE),
        see=("hidden state", "cell state"),
        sources=("Hochreiter 1997",),
        other="o, read gate",
    ),
    Term(
        "cell state",
        sentence_of("lstm", "cell"),
        formulas=(of_signal("lstm", "cell"),),
        places=(chapter("conveyor-belt"), Place("the map c", "/#equation"), LEDGER),
        see=("forget gate", "input gate", "candidate", "constant error carousel", "ledger"),
        sources=("Hochreiter 1997", "Gers 2000", "Olah 2015"),
        other="c, memory cell, conveyor belt",
    ),
    Term(
        "element-wise product",
        "The ⊗ of the drawings, written ⊙ in formulas: each number of one list times the number at the same place of "
        "the other. So each unit is kept, written and shown by gates of its own. The ⊕ adds in the same way.",
        places=(chapter("conveyor-belt"), Place("Inside one cell", "/#equation")),
        see=("gate", "cell state"),
        other="⊗, ⊙, ⊕",
    ),
    Term(
        "constant error carousel",
        "The LSTM’s first idea: along the belt, from one cell to the next, a gradient is multiplied by the forget gate "
        "and by nothing else. Where that is 1, it neither vanishes nor explodes.",
        formulas=("∂c_t/∂c_{t-1} = f_t along the belt",),
        places=(Place("Gradients", "/?tab=gradients#through"),),
        see=("vanishing gradient", "forget gate", "cell state"),
        sources=("Hochreiter 1997", "Gers 2000"),
    ),
)  # fmt: skip
