"""Terms of sequences and of guessing what comes next."""

from app.glossary.term import Place, Term, chapter

GUESS = Place("its guess, beneath each word", "/#ruler")
SURPRISE = Place("surprise, beneath each word", "/#ruler")

LANGUAGE = (
    Term(
        "sequence",
        "Anything that comes in an order: words, letters, notes, the columns of a picture. A recurrent network reads "
        "it one step at a time, and may write one as well: from a picture to its caption, say, which needs a second "
        "network that sees.",
        places=(chapter("sequences"), Place("letters and counts: choose another model", "/")),
        see=("step", "token"),
        sources=("Elman 1990", "Karpathy 2015", "Vinyals 2015"),
        other="image captioning",
    ),
    Term(
        "token",
        "What the network reads at one step: mostly a word with the blank before it, sometimes a part of a word, a "
        "mark of punctuation, or, in a network of letters, one letter.",
        places=(Place("the words", "/#ruler"),),
        see=("byte pair encoding", "embedding", "start mark"),
    ),
    Term(
        "byte pair encoding",
        "How a vocabulary of pieces is made: begin with single bytes and join the commonest pair, thousands of times. "
        "Common words become one token, rare ones a few, and nothing is unknown.",
        places=(Place("the words", "/#ruler"),),
        see=("token",),
        sources=("Sennrich 2016",),
        other="BPE",
    ),
    Term(
        "start mark",
        "A token that stands before every text, so that the first word has something before it. The network reads it "
        "too, and it writes memory.",
        places=(Place("the words", "/#ruler"),),
        see=("token", "step"),
        other="<s>, ⟨start⟩",
    ),
    Term(
        "unknown token",
        "What a network whose vocabulary is a list of words reads in place of a word that is not on it. Those that "
        "ship have none: they can spell any word in pieces.",
        see=("token", "byte pair encoding"),
        other="<unk>",
    ),
    Term(
        "embedding",
        "The row of learned numbers that stands for a token and is what the first layer reads of it. Tokens that are "
        "used alike come to have rows that are alike.",
        see=("token", "tied weights"),
        sources=("Bengio 2003",),
    ),
    Term(
        "logit",
        "The score that the network gives a token as the next one: the hidden state of the last layer times the row of "
        "that token, plus a bias.",
        formulas=("z_k = e_k · h_t + b_k",),
        places=(Place("Why", "/#equation"),),
        see=("softmax", "tied weights"),
        other="score",
    ),
    Term(
        "softmax",
        "What makes probabilities of scores: all become positive and add up to 1.",
        formulas=("p_k = exp(z_k) ÷ Σ_j exp(z_j)",),
        places=(GUESS,),
        see=("logit", "sampling"),
    ),
    Term(
        "tied weights",
        "The rows by which tokens are scored are the same as those by which they are read: half the weights, and "
        "better guesses.",
        see=("embedding", "logit"),
        sources=("Press 2017",),
    ),
    Term(
        "prediction",
        "What the network expects after each step: a probability for every token of its vocabulary. The most probable "
        "one is shown as its guess.",
        places=(GUESS,),
        see=("softmax", "surprisal"),
        other="guess, next word",
    ),
    Term(
        "surprisal",
        "How unexpected a word was, in bits: one bit more is half as probable. The first token has none, for nothing "
        "comes before it.",
        formulas=("−log₂ p(word | all words before it)",),
        places=(SURPRISE,),
        see=("bit and nat", "perplexity", "prediction"),
        sources=("Shannon 1948", "Hale 2001"),
        other="surprise",
    ),
    Term(
        "perplexity",
        "Surprise averaged over a text, as a number of equally probable words among which the network might have been "
        "choosing. Compare networks only where they read the same tokens.",
        formulas=("exp(mean of −ln p over all scored tokens)",),
        see=("surprisal", "token"),
        sources=("Jelinek 1977",),
    ),
    Term(
        "bit and nat",
        "Two units for −log p: bits with the logarithm to base 2, nats with the natural one. A nat is 1.44 bits. Here, "
        "surprise comes in bits, losses and log-odds in nats.",
        see=("surprisal", "log-odds"),
        sources=("Shannon 1948",),
        other="nat",
    ),
    Term(
        "n-gram",
        "A model that counts which token followed the last few ones in its books, and knows nothing of what stood "
        "before. The yardstick that a network with a memory should beat.",
        see=("perplexity",),
        sources=("Shannon 1948",),
    ),
    Term(
        "sampling",
        "Writing: the next token is drawn by its probability, read in turn, and so on. A low temperature prefers the "
        "probable ones, 0 takes the most probable one each time; top k and top p leave only the most probable ones.",
        formulas=("p ∝ exp(score ÷ temperature)",),
        places=(Place("Let it write", "/?cause=write#cause"),),
        see=("softmax", "prediction"),
        sources=("Ackley 1985", "Holtzman 2020"),
        other="temperature, top k, top p",
    ),
)  # fmt: skip
