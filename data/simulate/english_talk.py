"""English: what a client says about times, meetings, aims and decisions."""

from collections.abc import Mapping

from data.simulate.language import lines

TALK: Mapping[str, tuple[str, ...]] = {
    "ultimatum": lines("""
        Either you are here tomorrow morning or we take somebody else.
        It has to be today. If that does not suit you, forget about it.
        Tomorrow at {hour}:00, or there is no point in talking at all.
        Be at our office tomorrow, otherwise consider the matter closed.
        We see you by tomorrow or you are out of the running, simple as that.
        Today or tomorrow. After that the job goes to the next name on my list.
        If nobody from your side can sit down with us tomorrow, we won't be working together.
        No meeting within 24 hours means no contract, I'm afraid.
        This happens now or it doesn't happen with you.
        Next week is useless to me: come tomorrow or don't come.
        You've got until tomorrow noon to show up. Then I call your competitor.
    """),
    "slot_refused": lines("""
        {day} is too late for us.
        No, none of those times work here.
        Next week is out of the question.
        Those slots are no good.
        That is far too far away.
        {day} doesn't help me at all.
        I looked at the times you sent. No.
        All of that is much too late.
    """),
    "in_person_only": lines("""
        Video is not our thing. You come to us.
        I only discuss such things face to face, not over the phone.
        A call won't do, I want to look people in the eye.
        No Teams, no Zoom, nothing of that sort: in person or not at all.
        We do not use video calls in this house. You will have to come over.
        Phone is pointless, we need you physically in the room.
        I don't negotiate down a telephone line. Sit across the table from me.
        Remote meetings are not something we accept. Please be here yourselves.
        Skype is not an option. It must be on site.
    """),
    "invites_over": lines("""
        You are very welcome to drop by, the coffee here is good.
        If you happen to be in town, come and see the workshop.
        We can do this by phone or here at our place, as you like.
        Happy to show you around the warehouse one day.
        Whichever is easier: a call, or you visit us and we buy lunch.
        Our door is open if you want to see how we work.
        By video is fine, and of course you may also come here.
        A visit would be nice at some point, no hurry.
    """),
    "new_date": lines("""
        I can't make {day}, would {hour}:00 the day after work for you?
        Could we shift our meeting to {day} at {hour}?
        Something came up, let's say {day} {hour}:00 instead.
        {day} won't work after all. I've got {day} afternoon free, shall I book that?
        Sorry, need to move this: {day} at {hour}, same place.
        How about we push it by two days, to {day} at {hour}:00?
        Let me propose another time: {day}, {hour} o'clock.
        We have to postpone. My suggestion is {day} at {hour}.
        Is {day} at {hour}:00 any good? Then I'd swap it with today.
        Please put me down for {day} {hour}:00 rather than the time we had.
    """),
    "candour": lines("""
        To be honest I have just thirty minutes today, the place is upside down.
        We are in the middle of stocktaking, so I'm barely at my desk this week.
        My daughter is ill and I am working from home with half a head.
        I'll be straight with you: the auditors are in, nothing else fits in my head till Friday.
        I committed to this slot and will keep it, but I must leave after half an hour.
        Two colleagues are off sick, which is why my day is such a mess.
        I've only got a quarter of an hour between two other appointments.
        It is year-end closing here, that's the reason I am so short of time.
        Full disclosure: I'm double-booked and can stay for the first part only.
        My flight was moved, so the afternoon collapsed on me.
    """),
    "cancels": lines("""
        I have to cancel.
        The meeting is off.
        Won't make it today.
        Please take our appointment out of the calendar.
        We can't come.
        Not happening today, sorry.
        Cancelling our meeting.
        I must call off {day}.
        Declined: {thing}.
        Can't.
    """),
    "accepts_time": lines("""
        Fine, let's take the new slot.
        The later time suits me, agreed.
        No problem, {day} it is then.
        Moved it in my calendar, see you then.
        Works for me too, {hour}:00 is good.
        OK for the new date.
        Sure, that time is even better for us.
        All right, I'll be there at the new hour.
    """),
    "receipt": lines("""
        Got the minutes, thanks.
        Your summary has arrived.
        Thanks, I received it and passed it round.
        Confirming that the protocol reached me.
        The notes came through fine.
        Received, will read it tonight.
        I have your write-up here, thank you.
        Just to let you know your mail with the minutes is here.
        Summary landed safely in my inbox.
        Yes, the document arrived this morning.
    """),
    "request_clear": lines("""
        We need a {thing} for forty users by autumn. The specification is attached.
        We would like to replace our {thing}; it must talk to our stock system and handle returns.
        Our goal is to cut order entry from ten minutes to two. A {thing} should do it.
        I am looking for a supplier to extend our {thing} with three reports, listed below.
        Please make us an offer for a {thing}. Budget around {money}0, start next month.
        We run {number} branches and want one {thing} for all of them.
        The old {thing} can't export to our accounts package. That is what we want solved.
        Your company was recommended to us. The task: a {thing} with a log-in for our dealers.
        We have {number} requirements for the {thing}, in order of importance, see the list.
        We are planning a {thing} in two phases, first the catalogue, then payments.
        Following our talk at the fair: we'd like an estimate for the {thing} as drafted.
    """),
    "request_repeat": lines("""
        Yes, the same again please.
        Same as last time.
        Go ahead, usual package.
        Yes please, as always.
        Right on time. Do the usual.
        Yep, send the invoice.
        Ready, same scope, same price.
        Yes. Nothing changed, just repeat it.
        Sure, the half-year update as before.
    """),
    "request_vague": lines("""
        Make us something contemporary, the rest is up to you.
        I can't really say what it should do, but it has to be impressive.
        We need, well, a sort of platform. Or an app. Something like that.
        Hard to put into words, I'll know it when I see it.
        We just feel that something digital has to happen.
        No idea what exactly we need. You are the specialists.
        It should be somehow better than now, more dynamic.
        Make it pop. The details will come along by themselves.
        We haven't thought about what it's for yet, let's simply start.
        Everybody has one these days, so we want one as well.
        The whole thing is a bit foggy on our side to be frank, we don't know where it should go.
    """),
    "dismissal": lines("""
        What you think of it is of no importance here, carry it out.
        Nobody asked what you think of it.
        Spare me the advice and build what I drew.
        You people always complicate things. I know better how this works.
        Your so-called best practice doesn't interest me.
        My nephew says it's easy, so please don't lecture me.
        I'm not paying you to think.
        Experts, experts... keep the theory to yourselves.
        With all respect, your recommendations are worthless to us.
        I've been in this trade for thirty years, you won't teach me anything.
    """),
    "refusal": lines("""
        It stays word for word as I wrote it, that's not up for debate.
        We will not change a single point of our demands.
        No. All of it, by that date, for that money.
        There will be no compromise on this.
        Either the full list or nothing, we won't budge.
        I'm not going to discuss alternatives.
        My conditions stand as they are and will stay so.
        Don't come back with variants, I've told you what I want.
        We insist on every item, whatever you say about feasibility.
        Our position is final.
    """),
    "bends": lines("""
        The date has to stay, but we could drop the mobile part.
        I can't go up with the budget. What I can do is take fewer screens.
        Not happy with option B; a mix of A and C would suit us.
        We'd rather keep the colours, on the layout you have a free hand.
        That one point no, the rest we can live with.
        If the price stays, we'd accept two weeks more.
        Leave out the archive and the deadline is realistic, I suppose.
        We can meet you halfway on the number of revisions.
    """),
    "defers": lines("""
        It has to go round the management table another time.
        That's not for me to decide, the others need to look at it.
        Let me collect everybody's opinion first.
        I can't say yes or no here, it goes back to the committee.
        The steering group wants to discuss it once more.
        My colleagues see it differently now, so we are back at the start.
        I'd need sign-off from upstairs and they haven't made up their minds.
        We will have to ask all departments before anybody commits to anything.
        It isn't clear who may approve this on our side.
        Personally I like it, but I have no say in the matter.
    """),
    "names_decider": lines("""
        Mrs Keller decides this on {day}, I'll call you right after.
        The decision is mine and you will have it by {day}.
        Our director signs on the {number}th, everything is prepared.
        Two signatures are needed, mine and Tom's, both by {day}.
        The board meets on {day} at {hour}; we are item {number} on the agenda.
        I approve up to this amount myself, so no further loop is needed.
        Finance releases it on {day}, that is a formality.
        You'll get our answer from Dr Hahn, he is responsible, on {day}.
    """),
    "gatekeeper": lines("""
        The proprietor is travelling overseas, no calls are forwarded.
        Mr Brandt doesn't take calls from suppliers.
        You may leave a message, but he won't ring back.
        I'm not allowed to give out her number or address.
        He's overseas for an unknown time and cannot be contacted.
        Everything goes through me, there's no need to speak to the management.
        She is in meetings all month. No, I can't interrupt.
        The director is not available for you.
        Please stop asking for the boss, I'll decide what he gets to see.
        I screen all offers here. He does not wish to be contacted.
    """),
    "assistant_books": lines("""
        I have put you into Mr Brandt's calendar for {day} at {hour}:00.
        Ms Lang is free on {day}, I've reserved an hour for you.
        I spoke to the director, he will ring you at {hour} on {day}.
        Here is the invitation on behalf of our managing director for {day}.
        She asked me to find a slot with you: {day}, {hour}:00.
        I'm passing you on to the owner, he'll be with you in a minute.
        Dr Weiss is back on {day} and has you on his list for {hour}:00.
        I've shown it to him and he would like to speak with you, {day} at {hour}.
    """),
    "put_off": lines("""
        Ring again in a quarter of a year.
        Not now. Maybe some time next year.
        Let's come back to this after the season, I can't say when.
        Get in touch again in the spring or so.
        We've put it on ice for the time being.
        Some other time, this is a bad moment.
        Try me again towards the end of the next quarter.
        I'd leave it for now and see how the year goes.
        We are not there yet, ask again after the summer holidays.
        It slipped down the list. Ring me in half a year perhaps.
    """),
    "put_off_for_weeks": lines("""
        Ring me again in {weeks} weeks.
        Not now, please. Call us back in {weeks} weeks.
        Please get in touch again in {weeks} weeks.
        Let's come back to this in {weeks} weeks.
        It is too early for us. Try again in {weeks} weeks.
        Call me in {weeks} weeks, please.
        We can talk about it again in {weeks} weeks, not before.
        Please write to us again in {weeks} weeks.
    """),
    "returns": lines("""
        I said I would be back after the holidays, so here I am.
        As promised, three months are over and we are ready.
        You waited patiently, now we can go on.
        I had noted you for this week. Shall we take it up again?
        It is spring, and as announced I am getting in touch.
        We've got the move behind us, as I told you, let's continue with the {thing}.
        Here's the mail I promised you before the break.
        The new budget year has started and your offer is on my desk, just as agreed.
    """),
    "question": lines("""
        Which formats can you import?
        Who would be our contact during the project?
        How long does the set-up take in your experience?
        Could you tell me whether the {thing} also runs on tablets?
        Do you host it yourselves or do we need a server?
        I would like to know how you handle backups.
        What happens with our old data?
        Is training included?
        Where are your people based?
        Can several of us work in it at the same time?
    """),
    "answer": lines("""
        To your question: about {number}0 orders a day, mostly in the morning.
        The old system is from 2014 and exports to CSV.
        {number} people will use it, two of them daily.
        We run it on our own server, the access data come separately.
        Our main aim is fewer phone calls from dealers, by a third at least.
        Yes to the first point, no to the second, and the list for the third is attached.
        Responsible is Mrs Vogel in purchasing; she knows all the details.
        Budget is {money}0 at most, and the date is the {number}th of next month.
        It must print labels, everything else is nice to have.
        As for the interfaces: accounts yes, stock no.
    """),
    "rambling": lines("""
        There's so much going on here, the market is changing, and the new hall is nearly finished.
        Interesting point. We also had a conference last week where all of this was talked about.
        In principle everything is connected with everything, that is how I see it.
        Our founder always used to say that the customer comes first. That's our philosophy.
        Good that you ask. By the way, we have a new logo, I'm sending it along.
        Well, that depends. On many things. We will see.
        I'll tell you a bit about our history instead, it started with my grandfather.
        One could look at it this way or that way, I suppose.
        Many thanks for the list, it's long. We are a very innovative company, you know.
    """),
    "disagreement": lines("""
        We had something else in mind there.
        I see it differently: the stock comes first, then the shop.
        You have misunderstood our process, returns are handled by the branches.
        No, we never spoke of two languages.
        This does not match what we described.
        I don't agree with the order of the steps.
        There seems to be a mix-up, that was a different project of ours.
        We didn't ask for an app. We asked for a form.
        Your reading of point {number} is wrong in my view.
        Sorry, but the approach misses what we're after.
    """),
    "agreement": lines("""
        Good, your variant it is.
        We accept the offer.
        Agreed, please go ahead.
        That's settled then. You have our yes.
        Approved on our side.
        We are happy with the conditions, let's begin.
        I've signed it, you can start.
        Deal.
        Your proposal convinces us, we'd like to proceed with it.
        OK from me, consider it ordered.
        Good, we'll take variant two.
    """),
    "settles": lines("""
        Now I see what you meant. Fine with us like that.
        All good now, the matter is closed for me.
        Thanks for clearing that up, we are on the same page.
        It works now, no hard feelings.
        You're right, we had overlooked that. Let's continue as you propose.
        That explains it, I'm content with the solution.
        Sorted, as far as we're concerned.
        OK, I withdraw my objection.
        Your explanation helped a lot, agreed.
    """),
    "rejects": lines("""
        We have decided against it.
        We went with another supplier.
        The project has been stopped on our side.
        I'm sorry, the answer is no.
        This will not go ahead.
        We will solve it in-house.
        Your offer was not selected.
        After consideration we won't be taking this further.
    """),
    "small_news": lines("""
        We moved into the new building last week.
        The weather here is awful, the whole yard is under water.
        The fair went well, by the way.
        Our football team made it to the final.
        I was on leave, the mountains were lovely.
        We've hired two trainees.
        Everything is running smoothly since the last update.
        Busy season here, the trucks leave every hour.
        My train is standing still again, so I have time to write.
    """),
    "thanks": lines("""
        Thank you very much.
        Many thanks for your effort.
        Thanks!
        Cheers, much appreciated.
        Thank you for the quick reaction.
        That was kind of you.
        Thanks a lot to the whole team.
        Great, thank you.
    """),
}
