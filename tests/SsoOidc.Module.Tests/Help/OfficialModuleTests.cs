using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>A script written for the official module binds here. Where a parameter differs, docs/coming-from-aws-tools.md says so.</summary>
public sealed class OfficialModuleTests
{
    [Fact]
    public async Task Every_official_parameter_is_here_and_every_difference_is_in_the_table()
    {
        using var shell = new Shell();
        var official = OfficialModule.Read();
        var differences = new List<string>();
        foreach (var (name, cmdlet) in official.Cmdlets)
        {
            var command = Assert.IsType<CmdletInfo>((await shell.RunAsync($"Get-Command {name}")).Single().BaseObject, exactMatch: false);
            foreach (var parameter in cmdlet.Parameters.Concat(official.Common))
            {
                Assert.True(command.Parameters.TryGetValue(parameter.Name, out var here), $"{name} has no -{parameter.Name}.");
                Assert.Subset(here.Aliases.ToHashSet(), (parameter.Aliases ?? []).ToHashSet());
                foreach (var set in here.ParameterSets.Values)
                {
                    Assert.Equal(parameter.Position ?? int.MinValue, set.Position);
                    Assert.True(set.ValueFromPipelineByPropertyName, $"-{parameter.Name} of {name} does not bind by property name.");
                    differences.AddRange(Differences(parameter, here, set));
                }
            }
        }

        var table = MarkdownTable.Read("docs/coming-from-aws-tools.md", "What").Where(row => row[0].StartsWith('-'));
        Assert.Equal(differences.Distinct().Order(), table.Select(row => $"{row[0]}: {row[1]}, here {row[2]}").Order());
    }

    [Fact]
    public async Task Every_official_member_of_an_output_is_here()
    {
        using var shell = new Shell();
        foreach (var (name, cmdlet) in OfficialModule.Read().Cmdlets)
        {
            var output = (Type)(await shell.RunAsync($"(Get-Command {name}).OutputType[0].Type")).Single().BaseObject;

            Assert.Subset(output.GetProperties().Select(property => property.Name).ToHashSet(), cmdlet.Outputs.Append("ResponseMetadata").Append("HttpStatusCode").Append("ContentLength").ToHashSet());
        }
    }

    /// <summary>A token, a region, an account, a role and keys are meant for other modules. An endpoint is not: it would get the token of another service.</summary>
    [Fact]
    public async Task What_an_output_carries_binds_elsewhere_only_where_it_is_meant_to()
    {
        using var shell = new Shell();
        var official = OfficialModule.Read();
        var parameters = official.Common.SelectMany(parameter => (parameter.Aliases ?? []).Append(parameter.Name)).Concat(official.Portal.Values.SelectMany(names => names)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] meant = ["AccessToken", "Region", "AccountId", "RoleName", "AccessKey", "SecretKey", "SecretAccessKey", "SessionToken"];

        var outputs = (await shell.RunAsync("Get-Command -Module SsoOidc | ForEach-Object { $_.OutputType.Type } | Where-Object FullName -like SsoOidc.*")).Output.Select(type => (Type)type.BaseObject).Distinct().ToList();

        Assert.NotEmpty(outputs);
        foreach (var output in outputs)
        {
            var added = (await shell.RunAsync($"(Get-TypeData {output.FullName}).Members.Keys")).Output.Select(name => name.ToString());
            var binding = output.GetProperties().Select(property => property.Name).Concat(added).Where(parameters.Contains);
            Assert.True(binding.Except(meant).ToList() is [], $"{output.Name} would bind {string.Join(", ", binding.Except(meant))} of other modules.");
        }
    }

    private static IEnumerable<string> Differences(OfficialParameter there, ParameterMetadata here, ParameterSetMetadata set)
    {
        if (here.ParameterType.ToString() != there.Type)
            yield return $"-{there.Name}, type: {there.Type}, here {here.ParameterType}";
        if (here.Aliases.Except(there.Aliases ?? []).ToList() is { Count: > 0 } more)
            yield return $"-{there.Name}, aliases: {Or(string.Join(", ", there.Aliases ?? []), "none")}, here also {string.Join(", ", more)}";
        if (set.IsMandatory != there.Mandatory)
            yield return $"-{there.Name}: {Mandatory(there.Mandatory)}, here {Mandatory(set.IsMandatory)}";
        if (set.ValueFromPipeline != there.ByValue)
            yield return $"-{there.Name}, from the pipeline: {ByValue(there.ByValue)}, here {ByValue(set.ValueFromPipeline)}";
        if (set.IsMandatory && there.AllowsNull && !here.Attributes.OfType<AllowNullAttribute>().Any())
            yield return $"-{there.Name}, null or empty: sent without it, here an error";
    }

    private static string Mandatory(bool isMandatory) => isMandatory ? "mandatory" : "optional";

    private static string ByValue(bool byValue) => byValue ? "by value and by name" : "by name";

    private static string Or(string text, string other) => text.Length > 0 ? text : other;
}
