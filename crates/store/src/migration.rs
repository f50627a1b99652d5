//! The tables. A released migration is never edited; the next change is the next entry.

use crate::engine::bytes_type;
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Spine)]
    }
}

struct Spine;

impl MigrationName for Spine {
    fn name(&self) -> &'static str {
        "m2026_11_23_spine"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Spine {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let sql = include_str!("migration/spine.sql")
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
