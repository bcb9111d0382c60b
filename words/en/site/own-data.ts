/** A reader's own data: to take, to erase, and what is kept at all. */
export const ownDataMessages = {
  "site.erase.title": "Erase everything",
  "site.erase.lede":
    "This ends the subscription of <b>{email}</b> and removes your address, your preferences and your history. It cannot be undone.",
  "site.erase.stays":
    "One thing stays: a fingerprint (hash) of your address, from which the address cannot be read back. It keeps others from entering your address again. You can still subscribe again yourself.",
  "site.erase.browser":
    "Papers that your browser keeps by itself stay in it until you remove them on the page of the <link>reading list</link>.",
  "site.erase.button": "Erase everything about me",
  "site.erase.instead":
    "<download>Download what is kept first</download> or <back>go back to your preferences</back>",
  "site.erased.title": "Erased",
  "site.erased.lede":
    "Your data has been erased, except the fingerprint described before. You won't receive any more email.",

  "site.link.lede":
    "There is no password. Every digest has a link to your preferences. If you have none at hand, we'll email you a fresh one.",
  "site.link.button": "Email me the link",
  "site.link.sent": "If that address is subscribed, a link to its preferences is on its way.",

  "site.privacy.title": "Privacy",
  "site.privacy.lede":
    "To email you a digest we must know your address and what you want in it. This is all that we keep.",
  "site.privacy.kept": "What is kept",
  "site.privacy.kept-address":
    "<b>Your address</b> and your choices: time zone, hour, how often, topics, keywords, authors, organisations, length, language.",
  "site.privacy.kept-consent":
    "<b>When you agreed</b>, where, and the words that you agreed to; and when you left, with your reason if you gave one.",
  "site.privacy.kept-digests":
    "<b>Which digests were sent to you</b>, when, with which papers and for which of your choices, so that an email shows the same in the browser and no paper is sent to you twice; and what our email provider reported: delivered, came back, marked as spam; and, where the provider reports it, opened or clicked, and whether a person or a program did it. If nothing was clicked for long, when we asked whether you still read.",
  "site.privacy.kept-marks":
    "<b>What you say of papers</b>, if you press a button: which papers you want more or less of or saved, when, which saved ones you have read, and the words that were learned from it, so that your digests follow. Only you see the list; whoever runs this site is shown how many there are, and can look at the emails that follow from them.",
  "site.privacy.kept-browsers":
    "<b>In which browsers you opened your reading list</b>, if you press the button for it: when, and until when. Such a browser holds a cookie that opens the list and nothing else, for {days, number} days at most. It ends when you press “Forget this browser” or “Forget all browsers”, when you unsubscribe, and when you erase your data. Of what the cookie holds only a hash is kept.",
  "site.privacy.not-kept": "What is not kept",
  "site.privacy.no-name":
    "No name, no password, no cookie but the one of your reading list if you ask for it, no picture or script from elsewhere that could track you.",
  "site.privacy.no-network":
    "No network address and no name of your email program: where the provider reports them, they are dropped once its report has been read, usually within minutes. To hold off floods, requests are counted for two days under a keyed fingerprint of the address that they come from.",
  "site.privacy.pictures":
    "Emails show a picture of their first paper, which your email program loads from Hugging Face: that server sees the network address that loads it. To keep it from that, switch pictures off in your email program.",
  "site.privacy.in-browser": "What your browser keeps",
  "site.privacy.browser-keeps":
    "Papers that you save without that cookie, and whether you use keyboard shortcuts, lie in your browser’s own storage and go when you clear it. When your browser shows or exports such a <link>reading list</link>, it asks us for its papers by their ids, which we don’t keep.",
  "site.privacy.how-long": "For how long",
  "site.privacy.until-erased":
    "Until you erase it. A request that is never confirmed is removed after 30 days. When you change your address, the former one is remembered for 100 days, and with your agreement to the change. After you unsubscribe, your choices stay, in case you come back, until you erase them.",
  "site.privacy.digests-until":
    "Which digests were sent to you, and what they showed, is kept for {days, number} days; after that only counts of all readers together. That a mail told you of a time without digests is remembered until a digest comes.",
  "site.privacy.can-do": "What you can do",
  "site.privacy.rights":
    "From the <link>preferences</link>, which every email links to, you can change everything, download all that is kept, and erase it. After that, only fingerprints (hashes) of the address stay, so that nobody else can enter it again, and bare counts. What our email provider reports about you later is kept without your address. If a digest to you was on its way and nobody knows whether it was accepted, your address stays with that one request until this is known, for a day at the most.",
  "site.privacy.responsible": "Who is responsible",
} as const;
