UNWIND $ids AS wanted
MATCH (s:IntroductionStep) WHERE s.introduction = wanted
RETURN s.id AS id, s.introduction AS introduction, s.step AS step, s.from_state AS from_state,
       s.to_state AS to_state, s.happened_on AS happened_on, s.note AS note, s.place AS place,
       s.meets_at AS meets_at, s.recorded_at AS recorded_at, s.recorded_by AS recorded_by,
       s.side AS side
ORDER BY recorded_at, happened_on, id
