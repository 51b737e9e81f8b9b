"""From signals to a calibrated chance and its exact reasons."""

import os

# Two OpenMP threads on a busy machine make gradient boosting 10 to 50 times slower; see decisions/.
os.environ.setdefault("OMP_NUM_THREADS", "1")
