"""Modified peptides and proteins as ProForma 2.0 writes them: what is supported, and what each part means."""
