"""Where the text editor looks up what can be linked, cited and shown in any text."""

EDITOR_LOOKUPS = {
    "mention": "admin:profiles_person_lookup",
    "citation": "admin:references_reference_lookup",
    "figure": "admin:images_image_lookup",
}
