UNWIND $ids AS wanted
MATCH (s:IntroductionStep) WHERE s.introduction = wanted AND s.step = 'SCHEDULE_MEETING'
RETURN s.introduction AS introduction, s.meets_at AS meets_at, s.place AS place,
       s.recorded_at AS recorded_at
ORDER BY recorded_at, meets_at
