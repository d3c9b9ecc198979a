package calls

func init() { known["io rw"] = "text has no carriage returns here" }
