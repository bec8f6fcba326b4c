"""What must never be lost: acknowledged entries, order among many writers, a server that starts and stops as told."""
