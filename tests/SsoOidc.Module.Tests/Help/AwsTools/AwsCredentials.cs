#pragma warning disable CA1724, IDE0130 // The names are the SDK's.
namespace Amazon.Runtime;

/// <summary>A stand-in for the SDK's credentials, which is what -Credential of its cmdlets takes.</summary>
public abstract class AWSCredentials;

/// <summary>A stand-in for the SDK's word for none.</summary>
public sealed class AnonymousAWSCredentials : AWSCredentials;
