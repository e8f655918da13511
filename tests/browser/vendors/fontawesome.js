// Font Awesome kit: fetches its style sheet from its own delivery network.

const href = 'https://ka-f.fontawesome.com/releases/v6.0.0/css/free.min.css'
document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }))
