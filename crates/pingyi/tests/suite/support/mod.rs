//! What every test of the program needs.

pub mod archive;
pub mod hall;
pub mod meeting;
pub mod program;
pub mod server;
pub mod session;
