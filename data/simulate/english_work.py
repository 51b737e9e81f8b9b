"""English: what a client says about money, the work and how we get on."""

from collections.abc import Mapping

from data.simulate.language import lines

WORK: Mapping[str, tuple[str, ...]] = {
    "discount": lines("""
        Would you go {percent}% lower?
        Your price is far above what we had in mind, take off {money}.
        What's your best price? There must be some air in it.
        A competitor offers the same for {percent} per cent below you.
        Knock off a quarter and we're in business.
        Come on, for an old friend you can make it cheaper.
        We'd need a rebate of {percent}%, otherwise purchasing won't play along.
        Too expensive. Sharpen your pencil.
        If you come down by {money} I'll talk to my partner.
        Is there a discount for new customers?
        I'd pay half of that, not a cent more.
    """),
    "asks_price": lines("""
        What would that cost roughly?
        Could you give me a ballpark figure for the {thing}?
        How do you charge, by the hour or a fixed sum?
        What are your day rates?
        How much is the yearly support?
        Do the prices on your site include tax?
        Please tell us what the second module costs on its own.
        What's the price for {number} more users?
    """),
    "reopens_price": lines("""
        We did sign, yes, but looking at the total again it has to come down.
        I know we shook hands on the sum, but we need to talk about it again.
        The amount we agreed can't stay as it is.
        My partner says I accepted too quickly; let's go over the figures once more.
        Regarding the approved budget: we'd like to revisit what you charge.
        We said yes last week, now the total looks high to us after all.
        Let us meet to discuss the price in your offer again before anything starts.
        The contract sum has to be renegotiated.
        I have been thinking about the price we fixed and I'm not comfortable with it any more.
    """),
    "unpaid_work": lines("""
        Show what you can do at no charge to begin with, money comes afterwards.
        Just make us two or three finished drafts so we can judge you, without obligation of course.
        Start already, the contract and payment will sort themselves out.
        We only pay once we see that it sells.
        Surely a small sample at no charge isn't too much to ask.
        You could do this first one for nothing, it's good exposure for you.
        Begin with the work now, the advance can come some time later.
        Before we spend a cent we want to see the complete first version.
        If we like the result you'll get your money. If not, nobody owes anybody anything.
        Couldn't you do these bits as a favour? There's a big order waiting behind it.
    """),
    "asks_references": lines("""
        Could you send us two references from our line of business?
        Which companies of our size do you work for?
        Is there a demo account we might look at?
        Do you offer a paid pilot of two weeks?
        Who else uses your {thing}?
        May I speak to one of your customers?
        Have you got examples of similar projects?
        Do you have certificates for data protection?
    """),
    "scope_shrink": lines("""
        Only touch up the header picture for the moment.
        Forget the big plan, only do the first tiny bit and we'll see.
        Can't we leave the real problem aside and patch the one screen?
        For the moment a quick cosmetic repair is enough for us.
        Let us take only the cheapest item from your list.
        A single page would do. The rest some day, maybe.
        We don't want the whole thing, simply make the error message go away.
        I'd start with an hour of your time and not with a project.
        Strip it down to the minimum, {money} should cover that.
    """),
    "planned_phase": lines("""
        Phase one is the catalogue, phase two in spring is the shop, both are budgeted.
        We'll order step one today and step two when the pilot branch is live, as in the plan.
        The first milestone is the import. The other three follow quarter by quarter.
        According to the roadmap we begin with the warehouse and go on with sales in May.
        The board has released all {number} stages, we start with the first.
        Please split the offer into the stages we drew up together.
        Pilot in one branch, roll-out to all others afterwards, that's our schedule.
        Stage A now, B after the audit. The sum for both is approved.
    """),
    "excuse": lines("""
        Our bookkeeper is away till Monday, after that it goes out.
        The transfer must have got stuck at the bank.
        Our boss hasn't signed the payment run yet.
        We're waiting for money ourselves, as soon as it comes you'll get yours.
        Your invoice went into the wrong tray, sorry, it'll be done soon.
        The new banking software is giving us trouble, please be patient.
        I thought that had been paid long ago. I'll look into it when I'm back at the office.
        Cash flow is a bit tight until the month's end.
        The colleague with the authorisation is ill, so nothing leaves the house at present.
        It was approved, only the payment date was missed. Next Friday, honestly.
        The invoice number was missing on our order, hence the delay.
    """),
    "asks_bank_details": lines("""
        Could you send me your bank details?
        To which account should we transfer it?
        Is the IBAN on the invoice still right?
        Which reference should we put on the payment?
        Do you need our VAT number on it?
        May we pay by card as well?
        Who should the invoice be addressed to, the holding or us?
        What are your terms of payment?
    """),
    "up_front": lines("""
        You get everything today by bank transfer, then begin next Monday.
        You can have the money in advance, I don't mind.
        Cash up front as always, come by and pick it up.
        Payment is on its way before you even begin.
        Send me the bill now, I'd like to pay it before the work starts.
        We'll pay everything beforehand so that this is off the table.
        I've just wired the full amount, get going.
        Half now and half tomorrow, you'll have it all prior to kick-off.
        Let me put the money down first, then we have no arguments.
        The deposit and the remainder go out together this afternoon, ahead of the first day.
    """),
    "order": lines("""
        Herewith we order as per your offer.
        Please find our purchase order attached.
        Order for the {thing}, conditions as agreed.
        PO no. 45{percent}{number} for your records.
        We place the order for positions 1 to {number}.
        The signed order form is attached as a scan.
        Ordering {thing}, delivery according to plan.
        Here comes the formal order.
    """),
    "blame": lines("""
        It was up to you to remind my staff.
        That is entirely your fault.
        If you had done your job we wouldn't be in this mess.
        You never told us we had to enter anything, so don't point at us.
        It's because of you that the year-end figures are missing.
        I hold your company responsible for this.
        You people messed it up, and now I have to explain it to my boss.
        This happened because nobody at your end was paying attention.
        We relied on you and you let us down, that's why the data are empty.
        I will not take the blame for your sloppiness.
    """),
    "complaint": lines("""
        The monthly evaluation gives nonsense.
        Half of the figures in what you delivered are wrong.
        The {thing} has crashed three times since {day}.
        We're not happy with the quality of the last delivery.
        This is not what was promised: the search finds nothing.
        Since your update the print-out is unusable.
        I'm disappointed with the result, it looks unfinished.
        The import you handed over stops after {number}00 lines.
        The new version is slower than the old one and that won't do.
        There are still {number} errors in the part you said was done.
        What we received doesn't work on our machines.
    """),
    "how_question": lines("""
        How do I change the password for a colleague?
        Where can I find the export button?
        Is there a way to sort the list by date?
        What does the yellow field stand for?
        How do we add a new user?
        Can I undo a booking, and if so, how?
        Which browser do you recommend for the {thing}?
        Could you show me how filters are saved?
    """),
    "rush": lines("""
        As fast as you can, tonight at the latest!
        Drop everything, it has to be ready in two hours.
        Why does this take so long? Hurry up please.
        This is urgent urgent urgent.
        We can't wait until {day}, get it done at once.
        Push this to the top of your list, every minute counts.
        Express, please. I expect it first thing in the morning.
        Faster! My boss wants to see it this afternoon.
        It's burning here, can your people work through the night?
        Top priority, needed immediately.
    """),
    "deadline": lines("""
        The trade fair opens on the {number}th of next month, it ought to be live by then.
        Our target date is the end of the quarter.
        We have to hand in the figures in March, so February would be a good finish.
        The licence of the old system runs out in {number} months, that's our time frame.
        It would be good to have it before the season starts in May.
        Go-live is planned for the first of the month after next.
        By law we need the new form from January on.
        We've set aside six weeks for this, is what the plan says.
    """),
    "scope_addition": lines("""
        Since you are working on it anyway, build us an export as well.
        One more little thing: we'd also want a dealer map.
        Oh, and it should speak Polish as well.
        My colleague just had the idea of a newsletter. Put that in.
        We forgot to mention the archive, please include it.
        Could you throw in a second log-in page along with the rest?
        There are {number} new wishes from sales, see below.
        Besides what we agreed it needs a chat function.
        I'd like to have statistics in there too, that can't be much work.
        Please extend the {thing} by the things we discussed at lunch.
    """),
    "separate_order": lines("""
        Apart from the current job we'd like to order training for {number} people, offer please.
        For the second site we need the same again, as an order of its own.
        The shop is a new project with its own budget. Here is the order for it.
        Please treat this as an additional order, billed separately.
        We are so pleased that the sister company wants one too, order attached.
        New job, new number: the dealer portal, {money}0 approved.
        Next, we'd like to commission the warehouse part. Separate contract, please.
        In addition to the {thing} we are ordering the yearly support.
    """),
    "command": lines("""
        Four of your staff report to me at eight. I don't want to hear objections.
        I expect a report on my desk every evening. Understood.
        From now on you answer within ten minutes.
        These are my terms, you sign them or you don't get in.
        Your staff will wear our badges and do as they're told.
        Do it. I'm not asking.
        You are to be reachable at weekends, that's an order.
        I decide when you speak to my people and when you don't.
        You'll redo this until I say stop.
        The supplier adapts to us, never the other way round. Remember that.
    """),
    "polite_ask": lines("""
        Please send the draft when it is ready.
        Kindly put my colleague in copy.
        Would be lovely if you could use the new template.
        Please call me when it suits you.
        Be so kind and send the minutes to Mrs Berg as well.
        When you have a moment, have a look at the attached list please.
        Please use the side entrance, the front is being repaired.
        If it's no trouble, put the order number on the bill.
    """),
    "guilt": lines("""
        Obviously our business means little to you.
        I thought you cared about your customers. Apparently not.
        Other suppliers make an effort for us, you don't seem to need the work.
        After all we've done for you, this is the thanks we get.
        So we're not important enough for you, I see.
        A firm that wanted our business would find a way.
        You are leaving us in the lurch, I hope you know that.
        Well, if your free time matters more to you than we do...
        I vouched for you here. Don't make me look stupid.
    """),
    "disappointment": lines("""
        I must say I had hoped for a better start.
        It's a pity that the date slipped.
        We're a bit let down by the delay, to put it openly.
        That was not a good week for us.
        Sad to hear that it will take longer.
        I had looked forward to showing it to the team.
        Too bad, but these things happen.
        I regret that we could not find a solution sooner.
    """),
    "accepts_delivery": lines("""
        Checked and accepted.
        We've tested it for two days, everything is as ordered. Accepted.
        The {thing} does what it should, we take it over.
        Acceptance form signed, see attachment.
        All test cases passed, approved.
        The team loves it, we sign it off.
        This is good, you have our acceptance.
        Delivery approved, no open points.
        Everything works at our end. Approved.
    """),
    "task_done": lines("""
        Here are the data you needed.
        All articles have been entered, {number}00 of them.
        The access for your colleagues is set up.
        Our part is done, list attached.
        Texts and pictures are on the share.
        The test users exist now, names below.
        As asked, the filled-in questionnaire.
        I've cleaned the customer table, you can load it.
    """),
    "delays_task": lines("""
        We didn't get round to the data yet.
        The list will come later, nobody had time.
        Our IT hasn't opened the port so far.
        Pictures are still missing, give us another fortnight.
        I know it's our turn. It will take a bit more.
        Entering the articles has to wait until the season is over.
        Not finished on our side.
        We need longer for our homework.
    """),
    "introduces": lines("""
        I'm taking over the project from my predecessor and look forward to working with you.
        My name is new to you: I'm your contact from today.
        Mr Stone has retired, from now on please write to me.
        I am the new head of operations here and would like to get to know you.
        As of this month I look after the {thing} on our side.
        A short hello from the new person in charge.
        My colleague has changed departments, so you will be dealing with me.
        Let me introduce myself, I run purchasing since the first.
    """),
    "upsell_refused": lines("""
        No extras. Just the usual.
        I don't want anything more than that, as I said before.
        Leave it at what we always take.
        No thanks, only the standard update.
        Not interested in additional stuff.
        Nothing else, please stop offering.
        Keep it simple, same as ever.
        Just what I buy each time, not an inch more.
    """),
}
