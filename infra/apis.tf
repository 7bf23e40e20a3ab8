resource "google_project_service" "api" {
  for_each = toset([
    "artifactregistry",
    "billingbudgets",
    "cloudbuild",
    "cloudfunctions",
    "cloudresourcemanager",
    "cloudscheduler",
    "cloudtasks",
    "compute",
    "fcm",
    "fcmregistrations",
    "firebase",
    "firebaseinstallations",
    "firebaserules",
    "firestore",
    "iam",
    "iamcredentials",
    "iap",
    "identitytoolkit",
    "logging",
    "monitoring",
    "pubsub",
    "run",
    "secretmanager",
    "securetoken",
    "serviceusage",
    "storage",
    "sts",
  ])

  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

# Google makes these accounts when a service first needs them; the grants to them can't wait for that.
resource "google_project_service_identity" "agent" {
  provider = google-beta
  for_each = { iap = "iap", pubsub = "pubsub", scheduler = "cloudscheduler", tasks = "cloudtasks" }

  service = "${each.value}.googleapis.com"

  depends_on = [google_project_service.api]
}

resource "google_firebase_project" "default" {
  provider = google-beta

  depends_on = [google_project_service.api]
}
