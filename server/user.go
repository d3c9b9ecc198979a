package server

// theUser is who did everything that was done: the server has no accounts, so whoever has its token is the same user.
const theUser = "watsrun"
