//! Prints the OpenAPI document of the Core API; `cargo xtask gen openapi` keeps what it prints.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}", server::core_api::openapi().to_pretty_json()?);
    Ok(())
}
