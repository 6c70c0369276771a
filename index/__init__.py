"""Passages become a searchable store on disk; queries become hits."""

import os

# Many users share few cores: a query on several threads slows the others down. The libraries read it when they are
# loaded (faiss.omp_set_num_threads holds only for the thread that calls it). Whoever has set it knows better.
os.environ.setdefault("OMP_NUM_THREADS", "1")
