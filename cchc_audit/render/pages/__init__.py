"""What is said: one module an answer, each giving a document."""
