//! Writes the published JSON schema of the rule card:
//! `cargo run -p pingyi-ranking --example rule-card-schema > docs/schema/rule-card.schema.json`

fn main() {
    print!("{}", pingyi_ranking::rule_card_schema());
}
