MATCH (i:Introduction) WHERE i.seeker = $enterprise OR i.provider = $enterprise
RETURN i.seeker AS seeker, i.provider AS provider
