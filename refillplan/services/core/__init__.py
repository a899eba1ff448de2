"""What every other room of the services uses: ways into a store, edits that can be undone, words, permissions."""
