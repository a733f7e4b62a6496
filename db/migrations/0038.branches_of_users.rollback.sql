DROP TABLE IF EXISTS user_branches;
