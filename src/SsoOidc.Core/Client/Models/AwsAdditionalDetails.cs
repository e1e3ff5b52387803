namespace SsoOidc;

/// <summary>Details of a token for calls to other AWS services.</summary>
public sealed class AwsAdditionalDetails
{
    /// <summary>The context assertion for <c>ProvidedContexts</c> of <c>sts:AssumeRole</c>. A secret.</summary>
    public string? IdentityContext { get; init; }

    /// <summary>The type's name: the member is a secret.</summary>
    public override string ToString() => nameof(AwsAdditionalDetails);
}
