"""English: what we write to a client, and what we note for ourselves."""

from collections.abc import Mapping

from data.simulate.language import lines

OURS: Mapping[str, tuple[str, ...]] = {
    "our_reply": lines("""
        Thank you for your enquiry about the {thing}.
        Good to hear from you, I have read everything carefully.
        Thanks for your message. I've talked to our developers and here is what we think.
        We'd be glad to support you with this.
        I have put your points into our system and a colleague will look at them.
        That sounds like something we have done before.
        Thank you for writing. The short answer is yes, it can be done.
        We've received your mail and are working on it.
        Here are the facts you asked for, see the attachment.
        The {thing} is a field we know well.
    """),
    "our_question": lines("""
        How many people will use the {thing}?
        What should be better for you once it is finished?
        Which systems does it have to talk to?
        Could you tell us who decides on your side and by when?
        What budget do you have in mind?
        By which date do you need it?
        Could you send us a sample of the data?
        Which three functions matter most to you?
        What has kept you from solving this so far?
        I'd like to understand how orders reach you today: by phone, by mail?
        May I ask who looks after the old system?
    """),
    "alternative": lines("""
        Tomorrow is taken, but {day} or {day} at any time would be possible.
        I could offer you {day} at {hour}:00 or the day after.
        How about {day} at {hour}? The whole of next week is open too.
        Other slots on our side: {day} morning, {day} from {hour} o'clock.
        We are free on {day} and {day}, pick what suits you.
        May I suggest {day}, {hour}:00 instead?
        Let's find a new date: {day} at {hour} or early next week.
        Any time on {day} works for us.
        If that doesn't suit, {day} afternoon is also available.
    """),
    "remote": lines("""
        I have time for a telephone call later today.
        A video call would be possible right away.
        If it is urgent, I can ring you this afternoon.
        Shall we do a quick call? Twenty minutes may already help.
        I can set up a Teams session for today.
        Over the phone we could start within the hour.
        We'd be happy to do this online so that nobody has to travel.
        Zoom or telephone, whichever you prefer, works today.
    """),
    "confirms_time": lines("""
        Confirmed for {day} at {hour}:00.
        The date is in our calendar, see you on {day}.
        {day}, {hour} o'clock, noted.
        We will be there on time.
        Invitation sent, three of us will take part.
        See you then, the agenda is attached.
        Good, we've booked the room.
        I look forward to meeting you.
    """),
    "we_move": lines("""
        I'm sorry, I have to move our meeting. Would {day} at {hour}:00 work?
        My apologies, our engineer is ill. We could come {day} or {day}.
        Please forgive the short notice: could we meet on {day} instead?
        A water leak in the office, sorry about this. {day} at {hour} would be free here.
        We made a planning mistake, my apologies. May I offer {day} or {day} morning?
        I apologise, I am stuck at the airport. What about {day}, {hour}:00?
        Sorry, this is on me. I suggest {day} at {hour} or any time on {day}.
        I regret that we have to postpone. {day} from {hour}:00 on is open on our side.
    """),
    "minutes": lines("""
        You'll find today's minutes attached.
        Please find enclosed the protocol of our meeting.
        As promised, here's the summary of what we discussed.
        Minutes: 1. aims, 2. users, 3. data import, 4. next steps. Details attached.
        I've written down what we agreed, see the PDF.
        Here is the record of our talk with the open points at the end.
        Enclosed you'll find my notes from the workshop, sent to all who took part.
        Below a summary of today's session: scope, dates, who does what.
        The meeting notes are attached, please tell me if something is missing.
    """),
    "proposal": lines("""
        Attached is our offer for the {thing}.
        Please find our proposal with three work packages.
        As discussed, the quotation. It is valid for {number} weeks.
        Here is the estimate, broken down by part.
        Our offer covers concept, build, test and training.
        The quote is attached, page two has the schedule.
        We've prepared a proposal based on your list.
        Enclosed you will find price and timetable for the {thing}.
    """),
    "firm_price": lines("""
        I can't lower the price for this scope.
        The figure stands; what we can do is take something out of the scope.
        Our rates are the same for everybody.
        At that price we could not do the work properly.
        We'd rather keep the price and the quality.
        That part isn't covered by the order, I'll gladly quote for it.
        We start when the order is signed and the advance is there.
        The calculation leaves no room, I hope you understand.
    """),
    "concession": lines("""
        OK, it goes in without extra charge.
        We can give you {percent}% off this time.
        OK, we take {money} off the total.
        As a gesture we will do the second revision free of charge.
        We have cancelled other appointments and can come tomorrow.
        Fine, you'll get it two weeks earlier at the same price.
        I've reduced the offer accordingly.
        We accept your figure.
        Very well, the extra report is on us.
        Agreed, we put a second developer on it so that you have it by {day}.
    """),
    "clarifies": lines("""
        Let me explain how the figure comes about.
        By that we meant the import only and not the whole interface.
        To avoid a misunderstanding: the first step covers the branches, the second the shop.
        I've drawn a sketch so we talk about the same thing.
        Here's a second variant with a smaller scope.
        According to the protocol the data were to be entered by your department.
        The log shows that the file was empty on arrival.
        We looked at it again; the calculation follows the rule from point {number}.
        What you describe is possible only with a different budget, see the comparison.
    """),
    "polite_reply": lines("""
        Understood, I'll get back to you then.
        No problem, take your time.
        Thank you for letting us know.
        I've noted it and wish you a good season.
        All right, we will wait for your sign.
        That's fine with us.
        I will keep the papers ready.
        Thanks for the open word.
    """),
    "invoice": lines("""
        Please find the invoice attached.
        Our bill for the {thing}, payable within 14 days.
        Invoice enclosed, thank you for the order.
        Here is the invoice for the agreed part.
        As agreed we are billing the following.
        Attached our invoice no. {percent}{number}.
        The bill for this month's work is attached.
        With this mail you receive our invoice.
    """),
    "reminder": lines("""
        The invoice from last month is still open.
        A friendly reminder of our bill, it fell due on {day}.
        We haven't seen your payment yet.
        Perhaps it escaped your notice: invoice {percent}{number} is overdue.
        Second reminder, please settle the amount this week.
        Our accounts show an open item in your name.
        I'd be grateful for a word on when the money will come.
        Payment is now {number} days late.
    """),
    "chase": lines("""
        I haven't heard from you since our last mail.
        Following up on my message of {day}.
        I tried to ring you this morning without luck.
        We are still waiting for your feedback.
        Just bringing this back to the top of your inbox.
        A short sign from you would help us plan.
        We missed you on {day}.
        Our questions from last week are still open.
        I'm checking in on the {thing}.
        It has been quiet for a while, so I am writing again.
    """),
    "asks_task": lines("""
        For the next step we need the article data from you, by {day} if possible.
        Please fill in the attached table.
        Your part: test users and access to the server.
        We need pictures and texts from your side.
        Please have your IT open the port for us.
        To go on we need the customer list as CSV.
        The entry of the master data is with you, as agreed in the plan.
        Please name the people for the training.
    """),
    "progress": lines("""
        The import is ready and we have started on the search.
        Status of the week: {number} of 12 points done.
        The design is through, now comes the database.
        We are on schedule, the next milestone is on {day}.
        Half of the {thing} can be seen on the test server.
        Two points took longer, the date holds nevertheless.
        The first reports are running with your data.
        This week we've tested on tablets.
    """),
    "delivery": lines("""
        The {thing} is ready and lies on the test server.
        We have delivered version {number}, the change list is attached.
        Here is the finished part for your acceptance.
        As of today the new version is live.
        Delivery of milestone {number}, please test it.
        All pages are online, the log-in follows by separate mail.
        The package is installed on your machine.
        Handing over part {number} of the work today.
    """),
    "conciliatory": lines("""
        It was my job to point this out, I apologise.
        I'm sorry for the trouble this has caused.
        You're right to be annoyed, we ought to have made that clearer.
        That was our oversight, please excuse us.
        I take that upon myself, it should have been explained earlier.
        We regret the confusion and want to put it right.
        Please accept my apology, I hadn't pointed it out to your people.
        I understand your anger. We could have communicated better.
        Sorry about this, the misunderstanding started with me.
    """),
    "help": lines("""
        Three of our people can sit down with yours and type the data in.
        I can send someone over on {day} who does it together with your colleague.
        We'll gladly help you with the clean-up, just call me.
        Two of our people are free this week to support you on site.
        I offer to go through the list with you by phone.
        If you like, we'll set up the access for your staff.
        Our trainer could spend an afternoon with your users.
        Give me a ring and we'll fix it side by side.
    """),
    "upsell": lines("""
        Besides the usual package we now also have video.
        Have a look at our new statistics module, many customers take it.
        May I show you what else we could do for you?
        The premium plan would include weekly updates.
        I'd like to suggest a larger package this time.
        We have extended our range, the brochure is attached.
        With the plus version you would also get the dealer map.
        How about adding the newsletter this time?
    """),
    "note_call": lines("""
        Called, talked about the next steps.
        Phone: will think about it.
        Short call, friendly tone.
        Talked for ten minutes, sends data.
        Call done. Open: budget.
        Spoke to the office, message left.
        Rang, asked about the state of things.
        Discussed the {thing} on the phone.
    """),
    "note_meeting": lines("""
        Meeting done, went through the agenda.
        Showed the demo.
        Workshop: users, data, dates.
        Talked mostly about the {thing}.
        Sketches made on the whiteboard, photo in the folder.
        Met in the small room, coffee was cold.
        First introduction.
        Walked through the warehouse.
    """),
    "note_work": lines("""
        Worked on the import.
        Development, database.
        Design and coordination.
        Testing and fixes.
        Set up the server.
        Texts and pictures put in.
        Concept for the {thing}.
        Programming, interface.
    """),
    "note_lost": lines("""
        Put aside.
        File closed for now.
        No further steps planned.
        Moved to the archive.
        Nothing more to do here.
        Ended.
        Taken off the list.
        Stopped the follow-up.
    """),
    "note_closing": lines("""
        Remaining hours booked.
        Time sheet closed.
        Hours of the team added from the time sheets.
        Final booking of hours.
        Books closed for this job.
        Rest of the hours.
        Hours transferred.
        Timesheet total.
    """),
}
