namespace SsoOidc.Signing;

/// <summary>A provider that keeps what it gave, and can ask for it anew.</summary>
internal interface IRenewableCredentials
{
    /// <summary>Forgets credentials that a service calls expired; false where none but these can be had.</summary>
    bool Drop(AwsCredentials refused);
}
