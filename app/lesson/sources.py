"""Whom the lesson thanks for what it says, by the key that a chapter names."""

SOURCES = {
    "hochreiter-1997": "Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9 (1997)",
    "gers-2000": "Gers, Schmidhuber and Cummins, Learning to forget: continual prediction with LSTM,"
    " Neural Computation 12 (2000)",
    "bengio-1994": "Bengio, Simard and Frasconi, Learning long-term dependencies with gradient descent is difficult,"
    " IEEE Transactions on Neural Networks 5 (1994)",
    "pascanu-2013": "Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML (2013)",
    "karpathy-2015": "Karpathy, Johnson and Fei-Fei, Visualizing and understanding recurrent networks (2015)",
    "lakretz-2019": "Lakretz and others, The emergence of number and syntax units in LSTM language models,"
    " NAACL (2019)",
}
