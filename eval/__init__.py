"""How good the product is, measured: labelled cases, metrics, results."""
