#!/bin/bash
# Date: 2026-11-30. csvkit 2.2.0 (agate 1.14.2).
# Surprise: sorting a CSV by csvsort changes what it sorts. Where every dossier was handed in at the desk the
# channel 1 becomes True, 000123 becomes 123, and the dates of a file from the first twelve days of a month
# change day and month, while one row of the 13th keeps the column as it was. csvgrep and csvstack leave all
# alone; csvsort with inference switched off does, too, but for a full stop, which it makes blank.
# Product: exchanged days are the mark swapped_dates where they lie absurdly; True is a channel nobody knows,
# and counted; the reference says to sort by other means.
. "$(dirname "$0")/lib.sh"
python_with csvkit==2.2.0 agate==1.14.2
cat >first.csv <<'END'
number,channel,received,code,rating
000124,1,07/01/2026 08:30,1.005010,.
000123,1,05/01/2026 16:05,1.001193,5
END
{ cat first.csv; echo "000125,2,13/01/2026 08:30,1.001193,5"; } >second.csv
run_tool() {
    echo "$*" >>seen
    "venv/bin/$@" >>seen 2>errors || { cat errors; exit 1; }
}
run_tool csvsort -c number first.csv
run_tool csvsort -c number second.csv
run_tool csvsort -c number -I first.csv
run_tool csvgrep -c number -r 0 first.csv
still <<'END'
csvsort -c number first.csv
number,channel,received,code,rating
123,True,2026-05-01T16:05:00,1.001193,5
124,True,2026-07-01T08:30:00,1.005010,
csvsort -c number second.csv
number,channel,received,code,rating
123,1,05/01/2026 16:05,1.001193,5
124,1,07/01/2026 08:30,1.005010,
125,2,13/01/2026 08:30,1.001193,5
csvsort -c number -I first.csv
number,channel,received,code,rating
000123,1,05/01/2026 16:05,1.001193,5
000124,1,07/01/2026 08:30,1.005010,
csvgrep -c number -r 0 first.csv
number,channel,received,code,rating
000124,1,07/01/2026 08:30,1.005010,.
000123,1,05/01/2026 16:05,1.001193,5
END
