"""English cues."""

CUES = {
    "accept": (
        r"(put|sign|pencil|book) (me|us) (in|down|up)|suits (me|us)|(that|it|which) (works|suits)"
        r"|works for (me|us)|(go|carry) (on|ahead)|let s (do|go for|book|say)|let us (do|go for"
        r"|book|say)|count (me|us) in|i ll take (it|that)|you have a deal|deal|i (can"
        r"|could) (manage|make) (it|that)?|good for (me|us)|fine for (me|us)|i ll be (in|there"
        r"|home|ready|here)|yes please|please do|book it|write it down|(i|we) (agree|accept)"
        r"|sounds (good|fine|perfect)|happy to (go ahead|do that)"
    ),
    "agrees": (
        r"yes|yeah|yep|sure|okay|ok|fine|perfect|certainly|absolutely|of course|lovely|great"
        r"|why not|all right"
    ),
    "quote": (
        r"(send|e mail|email|mail|post|drop) (me|us|it|that|them) .{0,40}?(quote|quotation|price"
        r"|prices|figures|numbers|offer|details|writing|cost|costs)|(price|figures|quote|quotation"
        r"|offer|it|that|numbers) .{0,12}?in writing|e ?mail me (the|a|what)"
    ),
    "wants": (
        r"(i|we) (do )?(want|would like|d like|d love|would love) to (go|have|book|order|sign"
        r"|start|proceed|buy)( ahead)?( with you)?|(i|we) (want|would like|d like) (this|it"
        r"|that) (done|booked)|(i|we) ve decided to go with you|made up (my|our) minds?"
    ),
    "decline": (
        r"no thank you|no thanks|not interested|rather not|(do|does) n(o|)t need|don t need"
        r"|do not need|do not want|don t want|not for (me|us)|pass on (it|that|this)"
        r"|happy with (what|who|our)|already (signed|have)|decided to (buy|stay|go with (someone"
        r"|somebody|another))|no interest|won t be (doing|taking)"
    ),
    "reversal": (
        r"actually no|second thoughts?|changed my mind|forget (it|about it)|cancel (it|that|this)"
        r"|leave it|after all"
    ),
    "callback": (
        r"(call|ring|phone|try|contact) (me|us|again|back)|call back|get back to (me|us)|ring back"
        r"|another time|bad (time|moment)|not a good (time|moment)|isn t a good time|i m driving"
        r"|i am driving|in a meeting|later today"
    ),
    "never": (
        r"take (me|us|my number|this number) off|remove (me|us|my|our|this)|stop (calling|ringing"
        r"|phoning)|(don t|do not|never) (call|ring|phone|contact) .{0,20}?(again|any ?more|ever)?"
        r"|any more calls|never (call|ring|phone)|hear from .{0,20}?(again|ever)"
    ),
    "other": (
        r"wrong (number|person)|(i|he|she) left (that|the|this) company|(is not|isn t) (in|here"
        r"|at home|available)|no longer (works|here)|left (here|us)|i am only the|i m only the"
        r"|his (wife|son|daughter)|her (husband|son|daughter)|speak to (somebody|someone) else"
        r"|talk to (somebody|someone) else|private house"
    ),
    "machine": r"voicemail|leave (a|your) (message|name)|after the (tone|beep)",
    "vague": r"perhaps|maybe|it depends|could not say|couldn t say|not sure|who knows|thinking about",
    "negator": (
        r"no|not|never|nothing|without|nor|don t|doesn t|didn t|won t|can t|cannot|isn t|wasn t"
        r"|nobody|none|hardly"
    ),
    "idiom": (
        r"why not|no problem|no objection|not a problem|no trouble|not bad|nothing against"
        r"|no doubt|no worries"
    ),
    "reported": r"(?<!i )(?<!we )(said|told|says|claimed|promised|wrote)",
    "propose": (
        r"shall i|could i|would you like|put you (down|in)|book|appointment|does that (suit|work"
        r"|sound)|suit you|how about|how does that|is that (good|fine)|space on|place free"
        r"|would that work"
    ),
    "date": (
        r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|next week"
        r"|this afternoon|(first|second|third|\d+(st|nd|rd|th)?|the \w+) (of )?(january|february"
        r"|march|april|may|june|july|august|september|october|november|december)|(at )?(\w+ past"
        r"|quarter to) \w+|\d+ o clock|in the (morning|afternoon|evening)"
    ),
    "email": (
        r"(at|dot) \w+ (dot|punt) (com|org|net|be|eu|uk)|dot (com|org|net|be|eu|uk)|office address"
        r"|same address"
    ),
    "confirm": (
        r"confirmed|booked|in the diary|i ve (put|booked|noted)|i ll (send|ring|call)|i will (send"
        r"|ring|call)|noted"
    ),
    "farewell": r"bye|goodbye|thank you|thanks|cheers|have a (good|nice)",
}
