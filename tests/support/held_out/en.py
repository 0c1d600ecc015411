"""What is said in held-out English calls."""

LINES: dict[str, tuple[str, ...]] = {
    "slot_day": ("Monday", "Tuesday the ninth", "next Thursday", "the fourteenth of May", "Friday week"),
    "slot_hour": ("ten", "half past two", "nine in the morning", "a quarter to four"),
    "slot_name": ("Margaret Doyle", "Mr Fenwick", "Susan Achterberg", "Tom Okoro"),
    "slot_product": ("boiler check", "fleet cover", "roof survey", "line rental"),
    "filler": ("Well,", "Erm,", "Right,", "Look,", "Oh,", "You know,"),
    "a_open": (
        "Good morning, you are through to Priya at Brightside. Could I have a word with {name}?",
        "Hello there, Callum calling on behalf of Brightside. Would that be {name}?",
    ),
    "a_notice": (
        "Before we go on, we keep a recording of this conversation. Any objection?",
        "Just so you know, this line is recorded. Are you fine with that?",
    ),
    "a_reason": (
        "I am calling about the {product} you looked at on our website.",
        "A few weeks back you filled in a form about a {product}.",
    ),
    "a_ask": (
        "How do you arrange that at the moment?",
        "Could you tell me a little about how things stand now?",
        "How long have you had the present one?",
    ),
    "a_answer": (
        "That is a fair point, and most of our customers asked the same before they signed up.",
        "I see. It does come out cheaper over two years, though.",
    ),
    "a_propose": (
        "Shall I put you down for {day} at {hour}?",
        "I could have somebody with you on {day}, say {hour}. How does that sound?",
        "There is a place free on {day} at {hour}. Would you like to take it?",
    ),
    "a_booked": (
        "Lovely, that is confirmed for {day} at {hour}. You are booked in.",
        "Perfect, the appointment is in the diary: {day}, {hour}.",
    ),
    "a_email": ("Where may I send it?", "And which e-mail address would be best?"),
    "a_quote_sent": (
        "I will send the quotation over straight away.",
        "You will have our offer in your inbox within the hour.",
    ),
    "a_push": (
        "So you are interested, I will just book the appointment for {day}, yes?",
        "Great, then we agree: {day} at {hour}, and I send you the contract.",
        "It would be a shame to miss this. Yes, go ahead is all you need to say.",
    ),
    "a_pity": ("I understand. I will make a note of that.", "That is no trouble, thanks for being frank."),
    "a_later": ("I have put it in for {day}. Speak then.", "Certainly, I will try you again on {day}."),
    "a_never": (
        "I apologise. Your number comes off the list today.",
        "Understood, you will not be rung again.",
    ),
    "a_other": ("My mistake. When would be a good moment to catch them?", "Thanks, I will try another time."),
    "a_bye": ("Have a good day.", "All the best, goodbye.", "Thanks for your time, bye now."),
    "c_hello": ("Hello?", "Speaking.", "Yes, this is {name}.", "Good morning, who is calling?"),
    "c_notice": ("No, that is all right.", "Fine by me.", "If you must.", "Sure, no objection."),
    "c_chat": (
        "We had the old one put in when we moved here, so it must be a good twelve years now.",
        "My brother usually deals with that side of things, but he has left it to me this year.",
        "It has been all right so far, apart from that one winter when it kept cutting out on us.",
        "I vaguely remember clicking on something, it was late and I was comparing a few of them.",
    ),
    "c_doubt": (
        "It does sound like rather a lot of money for what it is.",
        "How do I know that you lot are any better than the last crowd?",
        "We are in the middle of moving the office, so things are upside down here.",
        "And what exactly would that include, if I may ask?",
    ),
    "c_accept": (
        "That suits me down to the ground.",
        "Go on then, put me in.",
        "{day} is good for me, {hour} works.",
        "Yes please, let us do that.",
        "Why not. {day} it is.",
        "I can manage that, yes, write it down.",
    ),
    "c_not_that_day": (
        "Not that day, I am at the dentist. Have you anything later?",
        "No, that morning is no good to me. Another time perhaps?",
    ),
    "c_wants": (
        "To be honest I was going to ring you, I want to have this done before the summer.",
        "I have made up my mind, we would like to go with you.",
    ),
    "c_quote": (
        "Could you put the figures in writing for me? Then I can show my wife.",
        "Send me a quotation, I would like to see it in black and white.",
        "If you e-mail me what it costs I will have a proper look at it.",
    ),
    "c_email": ("It is doyle at fenmail dot com.", "Use the office address, you have that on the form."),
    "c_decline": (
        "No thank you, it is not for me.",
        "I will pass on that.",
        "We are happy with what we have got, so no.",
        "I would rather not, sorry.",
    ),
    "c_decline_hard": (
        "I am not interested in an appointment, and I do not want a quotation either.",
        "Yes, it sounds great for other people, but we will not be booking anything.",
        "I never said yes to any appointment, please do not put me down for {day}.",
        "It is a good offer, I am sure, only I do not need it.",
    ),
    "c_went_back": (
        "Actually no, forget it. I do not want it after all.",
        "Hang on, on second thoughts leave it. Cancel that.",
    ),
    "c_quotes": (
        "Your colleague last year said: yes, book the appointment, that suits you. And nobody turned up.",
        "My neighbour told you yes please, put me in for {day}, and he has regretted it ever since.",
    ),
    "c_later": (
        "I am driving, could you try me again on {day}?",
        "It is a bad moment. Give me a call on {day}, around {hour}.",
        "I have to talk to my partner first, get back to me on {day}.",
    ),
    "c_never": (
        "Take me off your list and never ring this number again.",
        "I have asked before, stop calling me. Remove my details.",
        "I do not wish to hear from your company ever again.",
    ),
    "c_other": (
        "I am afraid {name} is not in, I am only the receptionist.",
        "You have the wrong person, {name} left here years ago.",
        "She is not at home, this is her daughter.",
    ),
    "c_vague": (
        "Mm, I could not say really. It depends on so many things at the moment.",
        "Perhaps, perhaps not, one never knows with these things.",
        "I heard you, I am just thinking about all sorts.",
    ),
    "c_broke": ("Well the thing is, if it were up to me I", "Sorry, you are breaking up, I only hear every"),
    "c_thanks": ("Thanks very much.", "Cheers, much appreciated."),
    "c_bye": ("Bye.", "Goodbye then.", "Bye bye."),
    "c_short": ("Yes.", "Yes please.", "Hello?", "Book it.", "Okay, good.", "Fine, yes."),
}
