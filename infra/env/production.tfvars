# See terraform.tfvars.example for what each means.
project_id     = "temani-production"
project_number = "100000000002"
environment    = "production"
domain         = "api.temani.example"
mail_from      = "tiket@temani.example"
cors_origins   = ["https://app.temani.example", "https://control.temani.example"]

twilio_account_sid           = "AC00000000000000000000000000000001"
twilio_messaging_service_sid = "MG00000000000000000000000000000001"
whatsapp_sender              = "+6281100000001"

control_center_domain  = "control-api.temani.example"
control_center_members = ["group:control-center@temani.example"]
alert_emails           = ["operations@temani.example"]
billing_account        = "000000-000000-000000"
budget_amount          = 2000
github_repository      = "temani/temani"
github_repository_id   = "100000000"
