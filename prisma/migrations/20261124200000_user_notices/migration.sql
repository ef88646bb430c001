-- A notice names the users whose rows changed where they are few, so that a running service forgets these and no others. A payload holds at
-- most 8000 bytes.
CREATE FUNCTION "notify_users"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids JSONB;
BEGIN
  SELECT jsonb_agg("id") INTO ids FROM (SELECT "id" FROM "before" LIMIT 101) AS few;
  IF ids IS NULL THEN
    RETURN NULL;
  END IF;
  IF jsonb_array_length(ids) > 100 OR octet_length(ids::text) > 7900 THEN
    PERFORM pg_notify('maitre_changed', 'users');
  ELSE
    PERFORM pg_notify('maitre_changed', 'users ' || ids::text);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER "users_changed" ON "users";
CREATE TRIGGER "users_changed" AFTER UPDATE ON "users" REFERENCING OLD TABLE AS "before"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_users"();
CREATE TRIGGER "users_gone" AFTER DELETE ON "users" REFERENCING OLD TABLE AS "before"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_users"();
CREATE TRIGGER "users_emptied" AFTER TRUNCATE ON "users"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_changed"('users');
