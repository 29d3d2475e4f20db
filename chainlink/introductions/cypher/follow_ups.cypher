UNWIND $ids AS wanted
MATCH (f:FollowUp) WHERE f.introduction = wanted
RETURN f.id AS id, f.introduction AS introduction, f.months AS months, f.due_on AS due_on,
       f.done_on AS done_on, f.done_by AS done_by, f.note AS note,
       f.cancelled_at AS cancelled_at, f.recorded_at AS recorded_at, f.version AS version
ORDER BY due_on, id
