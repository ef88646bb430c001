-- The layout for a Citus cluster: what users do, spread over machines by user. NOT enough to run the service on it yet: what is missing stands
-- in docs/capacity.md. To be run once, as the owner, on a migrated database that nobody writes to: `psql --single-transaction --set ON_ERROR_STOP=1 --file prisma/citus/distribute.sql`.

-- A key of a distributed table has to contain the column that it is spread by. The services' statements name no key in their
-- ON CONFLICT, so that they work with both.
ALTER TABLE "interactions" DROP CONSTRAINT "interactions_pkey";
ALTER TABLE "interactions" ADD PRIMARY KEY ("user_id", "id");
ALTER TABLE "pending_interactions" DROP CONSTRAINT "pending_interactions_pkey";
ALTER TABLE "pending_interactions" ADD PRIMARY KEY ("user_id", "id");

-- Citus runs no triggers on distributed tables: notices of changes, and of counted orders that are gone, have to come from who writes.
DROP TRIGGER "users_changed" ON "users";
DROP TRIGGER "users_gone" ON "users";
DROP TRIGGER "users_emptied" ON "users";
DROP TRIGGER "interactions_changed" ON "interactions";
DROP TRIGGER "interactions_orders_gone" ON "interactions";
DROP TRIGGER "interactions_orders_changed" ON "interactions";
DROP TRIGGER "interactions_all_orders_gone" ON "interactions";

-- Read by everyone, small, seldom written: a copy on each machine.
SELECT create_reference_table('restaurants');
SELECT create_reference_table('erasures');

-- Together on one machine: a user, what they did, and what waits for its restaurant.
SELECT create_distributed_table('users', 'id');
SELECT create_distributed_table('interactions', 'user_id', colocate_with => 'users');
SELECT create_distributed_table('pending_interactions', 'user_id', colocate_with => 'users');
