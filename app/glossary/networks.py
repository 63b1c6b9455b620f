"""Terms of recurrent networks and of how they learn."""

from app.glossary.term import Place, Term, chapter, of_signal, sentence_of

UNROLLED = Place("one cell, unrolled", "/?drawing=unrolled#equation")
GRADIENTS = Place("Gradients", "/?tab=gradients#through")
TWINS = Place("Beside the twin", "/?tab=twins#through")

NETWORKS = (
    Term(
        "recurrent neural network",
        "A network that reads a sequence step by step and is fed, besides the next input, what it said itself one step "
        "before. The simple kind has this state alone and rewrites all of it at every step.",
        formulas=(of_signal("rnn", "hidden"),),
        places=(chapter("fed-from-themselves"), TWINS),
        see=("hidden state", "unrolling", "long short-term memory"),
        sources=("Elman 1990",),
        other="RNN",
    ),
    Term(
        "multilayer perceptron",
        "An ordinary network: layers of neurons, each fed from the one below and from nothing else. It has no loop, "
        "and so no memory of what it read before. A recurrent network, unrolled, is one whose layers all have the same "
        "weights.",
        places=(chapter("short-memory"),),
        see=("unrolling", "recurrent neural network"),
        sources=("Rumelhart 1986",),
        other="MLP, feed-forward network",
    ),
    Term(
        "hidden state",
        sentence_of("lstm", "hidden"),
        formulas=(of_signal("lstm", "hidden"),),
        places=(Place("the map h", "/#equation"),),
        see=("cell state", "output gate", "recurrent neural network"),
        sources=("Elman 1990", "Hochreiter 1997"),
        other="h, output of the layer",
    ),
    Term(
        "layer",
        "Many units side by side that read the same input. In a network of several layers, each reads what the one "
        "below it says.",
        places=(Place("Inside the layer", "/#equation"),),
        see=("unit",),
    ),
    Term(
        "unit",
        "One row of a heat map: a neuron with a memory of its own, its own gates, and weights that nobody else has. "
        "Its number is only its place in the layer.",
        places=(Place("The life of a unit", "/#life"), Place("What each unit knows", "/units")),
        see=("layer", "cell state", "name of a unit"),
        other="neuron, memory cell",
    ),
    Term(
        "weight",
        "A number that the network has learned, by which what it reads or said before is multiplied. Weights are the "
        "same at every step; what they are multiplied by is not.",
        places=(Place("Why is this gate so?", "/#equation"),),
        see=("pre-activation", "unrolling"),
        other="parameter",
    ),
    Term(
        "step",
        "One token of the sequence, and what the network does when it reads it. Steps are counted from 0.",
        places=(Place("the words, and how they play", "/#ruler"),),
        see=("token", "sequence"),
    ),
    Term(
        "unrolling",
        "Drawing a recurrent network once for each step, with an arrow from each copy to the next. All copies are the "
        "same network with the same weights; only the values differ.",
        places=(chapter("many-copies"), UNROLLED),
        see=("backpropagation through time",),
        sources=("Rumelhart 1986", "Werbos 1990"),
        other="many copies of the same network",
    ),
    Term(
        "gradient",
        "How much a result would change if a number were changed a little, and in which direction. Training changes "
        "every weight against the gradient of the loss; here, it also tells how far back a network can feel a cause.",
        formulas=("‖∂L/∂c_t‖₂ and ‖∂L/∂h_t‖₂, L = −ln p of the word",),
        places=(GRADIENTS,),
        see=("backpropagation through time", "vanishing gradient"),
        sources=("Rumelhart 1986",),
    ),
    Term(
        "backpropagation through time",
        "The way a recurrent network learns: it is unrolled, and the gradient of the loss is carried back through all "
        "copies, from the last step to the first. A hundred steps are a network of a hundred layers.",
        formulas=("∂L/∂h_s = Σ_{t≥s} ∂L_t/∂h_t · ∂h_t/∂h_{t-1} · … · ∂h_{s+1}/∂h_s",),
        places=(chapter("short-memory"), GRADIENTS, UNROLLED),
        see=("gradient", "unrolling", "vanishing gradient"),
        sources=("Werbos 1990", "Rumelhart 1986"),
        other="BPTT",
    ),
    Term(
        "vanishing gradient",
        "Carried back through many steps, a gradient is multiplied once a step. Where the factors are under 1 it "
        "shrinks until nothing can be learned from far-off words: the network trains, but on the near past alone.",
        places=(chapter("short-memory"), GRADIENTS, Place("Memory test", "/?tab=test#through")),
        see=("backpropagation through time", "constant error carousel", "exploding gradient"),
        sources=("Bengio 1994", "Pascanu 2013", "Hochreiter 1997"),
    ),
    Term(
        "exploding gradient",
        "The opposite: factors over 1 multiply until a single step of training would throw the weights far away. Such "
        "gradients are cut to a greatest length before they are used, which is called clipping.",
        see=("vanishing gradient",),
        sources=("Pascanu 2013",),
        other="gradient clipping",
    ),
    Term(
        "long short-term memory",
        "A recurrent network whose units have a memory cell each, and gates that say how much is kept, let in and "
        "shown. What is kept is carried on by a product and a sum, not through the whole network again.",
        places=(Place("six maps, laid out as its equation", "/#equation"),),
        see=("cell state", "forget gate", "input gate", "candidate", "output gate", "hidden state"),
        sources=("Hochreiter 1997", "Gers 2000"),
        other="LSTM",
    ),
    Term(
        "gated recurrent unit",
        "A younger relative of the LSTM with two gates and without a memory cell apart from its hidden state: a "
        "mixture of the old state and the candidate.",
        formulas=(of_signal("gru", "candidate"), of_signal("gru", "hidden")),
        see=("reset gate", "update gate", "long short-term memory"),
        sources=("Cho 2014",),
        other="GRU",
    ),
    Term(
        "reset gate",
        sentence_of("gru", "reset"),
        formulas=(of_signal("gru", "reset"),),
        see=("gated recurrent unit",),
        sources=("Cho 2014",),
    ),
    Term(
        "update gate",
        sentence_of("gru", "update"),
        formulas=(of_signal("gru", "update"),),
        see=("gated recurrent unit",),
        sources=("Cho 2014",),
    ),
    Term(
        "twin",
        "A network of another kind with the same width that learned from the same tokens, in the same order, for as "
        "long: what differs between the two is the kind.",
        places=(TWINS,),
        see=("recurrent neural network", "long short-term memory"),
    ),
)  # fmt: skip
