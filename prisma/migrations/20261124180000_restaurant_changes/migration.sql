-- A running service asks for what changed since it last asked, so whoever changes a row moves its time on: the API, a command, or someone
-- at a SQL prompt.
CREATE FUNCTION "move_updated_at"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."updated_at" := now();
  RETURN NEW;
END $$;
CREATE TRIGGER "restaurants_move_updated_at" BEFORE UPDATE ON "restaurants"
  FOR EACH ROW WHEN (OLD."updated_at" = NEW."updated_at" AND OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION "move_updated_at"();

-- CreateIndex
CREATE INDEX "restaurants_updated_at_idx" ON "restaurants"("updated_at");
