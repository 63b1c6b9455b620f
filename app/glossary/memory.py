"""Terms of memory through time."""

from app.glossary.term import Place, Term, chapter

LEDGER = Place("Who wrote it", "/?tab=ledger#through")

MEMORY = (
    Term(
        "half-life",
        "After how many words half of what a unit held is gone, by its forget gate: a number for each unit, on a text "
        "or on average over books.",
        formulas=("ln ½ ÷ mean of ln f over all words but the start",),
        places=(Place("Half-lives", "/?tab=lives#through"), Place("What each unit knows", "/units")),
        see=("forget gate", "span of memory"),
        sources=("Mahto 2021",),
    ),
    Term(
        "ledger",
        "A cell taken apart into what each word wrote into it, times what all forget gates since have let through. The "
        "parts add up to the cell. It says who wrote, not all that had influence: gates depend on earlier words, too.",
        formulas=("c_t = Σ_s w(s→t)", "w(s→s) = i_s · g_s, then w(s→t) = f_t · w(s→t−1)"),
        places=(LEDGER,),
        see=("cell state", "span of memory"),
        sources=("Hochreiter 1997", "Gers 2000"),
    ),
    Term(
        "span of memory",
        "One memory of one unit: from the word that wrote it to the word at which less than a tenth of it is left. A "
        "word whose forget gate is under one half erased it; otherwise it faded.",
        formulas=("written: |i_s · g_s|", "left at t: f_{s+1} · … · f_t"),
        places=(Place("Spans", "/?tab=spans#through"), Place("Memory in words", "/#life")),
        see=("ledger", "half-life", "forget gate"),
    ),
    Term(
        "liveliness",
        "How much a unit moves over a text: the standard deviation of its hidden state. The liveliest units are shown "
        "first.",
        formulas=("√ mean of (h_t − mean of h)² over all words",),
        places=(Place("Inside the layer", "/#equation"),),
        see=("hidden state", "unit"),
    ),
    Term(
        "memory test",
        "The same words after two subjects that differ in one property: what is left of the difference, in log-odds of "
        "two pronouns, after each word? Whatever differs can only come from the subject.",
        formulas=("[ln p(she) − ln p(he)] after “The queen …” − the same after “The king …”",),
        places=(Place("Memory test", "/?tab=test#through"),),
        see=("log-odds", "minimal pair"),
        sources=("Linzen 2016", "Lakretz 2019"),
    ),
    Term(
        "counting",
        "Strings of a’s, one X and as many b’s can only be ended rightly by a network that counts. In a cell that "
        "does, the forget gate stays near 1, and each letter adds about +1 or −1.",
        places=(chapter("sequences"), Place("a network that was trained to count", "/?model=counter-lstm#counter")),
        see=("cell state", "sequence"),
        sources=("Gers 2001",),
        other="counter",
    ),
    Term(
        "distance of states",
        "How far apart two states of a network lie, divided by their mean length: 0 where they are equal, √2 where "
        "they stand at right angles and are equally long.",
        formulas=("2 ‖a − b‖ ÷ (‖a‖ + ‖b‖)",),
        places=(Place("Does order matter?", "/?tab=order#through"),),
        see=("hidden state", "cosine similarity"),
    ),
    Term(
        "cosine similarity",
        "How alike two states are, whatever their length: 1 where they point the same way, 0 where they have nothing "
        "in common, −1 where they are opposite.",
        formulas=("cos(a, b) = a · b ÷ (‖a‖ ‖b‖)",),
        places=(Place("Where else?", "/#alike"),),
        see=("distance of states",),
        sources=("Strobelt 2018",),
    ),
)  # fmt: skip
