#!/bin/bash
# Date: 2026-12-01. moment-business-days 1.2.0 (moment 2.31.0), dayjs-business-days2 1.4.0 (dayjs 1.11.23).
# Surprise: asked for the next working day, both look at six days and then give the sixth, whatever it is. Tết of
# 2026 is nine days off on end: after Friday 13 February comes 19 February, the third day of the new year, which
# isBusinessDay() of the same package says is none, while one working day added gives 23 February. The working
# day before Monday 23 February is 17 February, the first of the new year, and for 22 February moment-business-days
# cannot tell how many working days of the month are gone. Its README says that seven days are looked at and
# how to raise that, not that a day off is given.
# (Guessed: the next working day and one working day added are the same day.)
# Product: walks its calendar as far as it has to; an appointment on a day off is rule A208.
. "$(dirname "$0")/lib.sh"
node_with moment-business-days@1.2.0 moment@2.31.0 dayjs-business-days2@1.4.0 dayjs@1.11.23
run_node <<'JS'
const moment = require('moment-business-days')
const dayjs = require('dayjs')
const plugin = require('dayjs-business-days2')
const holidays = ['16', '17', '18', '19', '20'].map((day) => `2026-02-${day}`)
moment.updateLocale('en', { holidays, holidayFormat: 'YYYY-MM-DD' })
dayjs.extend(plugin.default ?? plugin, { holidays, holidayFormat: 'YYYY-MM-DD' })
const show = (day) => `${day.format('ddd DD/MM')}${day.isBusinessDay() ? '' : ' (a day off)'}`

for (const [name, at, add] of [
  ['moment', (day) => moment(day), (day) => day.businessAdd(1)],
  ['dayjs', (day) => dayjs(day), (day) => day.businessDaysAdd(1)],
]) {
  for (const day of ['2026-02-12', '2026-02-13', '2026-02-14'])
    console.log(
      `${name}: after ${show(at(day))} the next ${show(at(day).nextBusinessDay())},`,
      `one added ${show(add(at(day)))}`,
    )
  console.log(`${name}: before ${show(at('2026-02-23'))} ${show(at('2026-02-23').prevBusinessDay())}`)
}
const days = ['2026-02-13', '2026-02-16', '2026-02-19', '2026-02-22', '2026-02-23']
const counted = days.map((day) => `${day.slice(8)}: ${moment(day).businessDaysIntoMonth()}`)
console.log('moment, working day of the month:', counted.join(', '))
JS
still <<'END'
moment: after Thu 12/02 the next Fri 13/02, one added Fri 13/02
moment: after Fri 13/02 the next Thu 19/02 (a day off), one added Mon 23/02
moment: after Sat 14/02 (a day off) the next Fri 20/02 (a day off), one added Mon 23/02
moment: before Mon 23/02 Tue 17/02 (a day off)
dayjs: after Thu 12/02 the next Fri 13/02, one added Fri 13/02
dayjs: after Fri 13/02 the next Thu 19/02 (a day off), one added Mon 23/02
dayjs: after Sat 14/02 (a day off) the next Fri 20/02 (a day off), one added Mon 23/02
dayjs: before Mon 23/02 Tue 17/02 (a day off)
moment, working day of the month: 13: 10, 16: 10, 19: 10, 22: undefined, 23: 11
END
