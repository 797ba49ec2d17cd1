//! What is removed, by whom and when: with an account, and with time.

mod retention;
mod scan;
mod sequences;
mod tables;
