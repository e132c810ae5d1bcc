"""Label Studio: tasks as JSON, and the configuration to label them by."""
