//! The tables. A released migration is never edited; the next change is the next entry.

use crate::engine::bytes_type;
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        ALL.iter()
            .map(|one| Box::new(*one) as Box<dyn MigrationTrait>)
            .collect()
    }
}

/// Every migration in order.
const ALL: [Script; 5] = [
    Script {
        name: "m2026_11_23_spine",
        sql: include_str!("migration/spine.sql"),
    },
    Script {
        name: "m2026_11_24_ceremony",
        sql: include_str!("migration/ceremony.sql"),
    },
    Script {
        name: "m2026_11_24_hint",
        sql: include_str!("migration/hint.sql"),
    },
    Script {
        name: "m2026_11_26_score",
        sql: include_str!("migration/score.sql"),
    },
    Script {
        name: "m2026_11_26_register",
        sql: include_str!("migration/register.sql"),
    },
];

/// A migration written in the SQL that both engines read.
#[derive(Clone, Copy)]
struct Script {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for Script {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Script {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        // Comments may hold semicolons, which end no statement.
        let code: Vec<&str> = self
            .sql
            .lines()
            .filter(|line| !line.starts_with("--"))
            .collect();
        let sql = code
            .join("\n")
            .replace("BYTES", bytes_type(connection.get_database_backend()));
        for statement in sql
            .split(';')
            .map(str::trim)
            .filter(|statement| !statement.is_empty())
        {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Custom(
            "there is no way back from this version; restore a backup".into(),
        ))
    }
}
