/**
 * The lock of the schema: who changes it holds it alone, who reads a whole database at one moment shares it. Without it a
 * migration queues for a table that a copy is reading, and every page queues behind the migration.
 */
export const SCHEMA_LOCK = 7_126_320;
