"""The works that the glossary names, each once."""

SOURCES = {
    "Ackley 1985": "Ackley, Hinton & Sejnowski (1985), “A learning algorithm for Boltzmann machines”, Cognitive "
    "Science 9",
    "Bengio 1994": "Bengio, Simard & Frasconi (1994), “Learning long-term dependencies with gradient descent is "
    "difficult”, IEEE Transactions on Neural Networks 5",
    "Bengio 2003": "Bengio, Ducharme, Vincent & Jauvin (2003), “A neural probabilistic language model”, Journal of "
    "Machine Learning Research 3",
    "Cho 2014": "Cho et al. (2014), “Learning phrase representations using RNN encoder–decoder for statistical machine "
    "translation”, EMNLP",
    "Elman 1990": "Elman (1990), “Finding structure in time”, Cognitive Science 14",
    "Gers 2000": "Gers, Schmidhuber & Cummins (2000), “Learning to forget: continual prediction with LSTM”, Neural "
    "Computation 12",
    "Gers 2001": "Gers & Schmidhuber (2001), “LSTM recurrent networks learn simple context-free and context-sensitive "
    "languages”, IEEE Transactions on Neural Networks 12",
    "Hale 2001": "Hale (2001), “A probabilistic Earley parser as a psycholinguistic model”, NAACL",
    "Hewitt 2019": "Hewitt & Liang (2019), “Designing and interpreting probes with control tasks”, EMNLP",
    "Hochreiter 1997": "Hochreiter & Schmidhuber (1997), “Long short-term memory”, Neural Computation 9",
    "Holtzman 2020": "Holtzman et al. (2020), “The curious case of neural text degeneration”, ICLR",
    "Jelinek 1977": "Jelinek, Mercer, Bahl & Baker (1977), “Perplexity, a measure of the difficulty of speech "
    "recognition tasks”, Journal of the Acoustical Society of America 62",
    "Karpathy 2015": "Karpathy, Johnson & Fei-Fei (2015), “Visualizing and understanding recurrent networks”, "
    "arXiv:1506.02078",
    "Lakretz 2019": "Lakretz et al. (2019), “The emergence of number and syntax units in LSTM language models”, NAACL",
    "Linzen 2016": "Linzen, Dupoux & Goldberg (2016), “Assessing the ability of LSTMs to learn syntax-sensitive "
    "dependencies”, Transactions of the ACL 4",
    "Mahto 2021": "Mahto, Vo, Turek & Huth (2021), “Multi-timescale representation learning in LSTM language models”, "
    "ICLR",
    "Mann 1947": "Mann & Whitney (1947), “On a test of whether one of two random variables is stochastically larger "
    "than the other”, Annals of Mathematical Statistics 18",
    "Olah 2015": "Olah (2015), “Understanding LSTM networks”, colah.github.io",
    "Pascanu 2013": "Pascanu, Mikolov & Bengio (2013), “On the difficulty of training recurrent neural networks”, ICML",
    "Pearl 2000": "Pearl (2000), Causality",
    "Press 2017": "Press & Wolf (2017), “Using the output embedding to improve language models”, EACL",
    "Rumelhart 1986": "Rumelhart, Hinton & Williams (1986), “Learning representations by back-propagating errors”, "
    "Nature 323",
    "Sennrich 2016": "Sennrich, Haddow & Birch (2016), “Neural machine translation of rare words with subword units”, "
    "ACL",
    "Shannon 1948": "Shannon (1948), “A mathematical theory of communication”, Bell System Technical Journal 27",
    "Strobelt 2018": "Strobelt, Gehrmann, Pfister & Rush (2018), “LSTMVis”, IEEE Transactions on Visualization and "
    "Computer Graphics 24",
    "Vinyals 2015": "Vinyals, Toshev, Bengio & Erhan (2015), “Show and tell: a neural image caption generator”, CVPR",
    "Werbos 1990": "Werbos (1990), “Backpropagation through time: what it does and how to do it”, Proceedings of the "
    "IEEE 78",
}  # fmt: skip
