using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>The pages in docs/cmdlets, the help made from them, and the cmdlets say the same.</summary>
public sealed class CmdletHelpTests
{
    public static TheoryData<string> Cmdlets { get; } = [.. CmdletPage.Names];

    [Fact]
    public async Task Every_cmdlet_has_a_page_and_every_page_a_cmdlet()
    {
        using var shell = new Shell();

        var names = await shell.RunAsync("Get-Command -Module SsoOidc | ForEach-Object Name");

        Assert.Equal(names.Output.Select(name => $"{name}").Order(), CmdletPage.Names);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Parameters_are_as_the_page_says(string cmdlet)
    {
        var command = await CommandAsync(cmdlet);
        var page = CmdletPage.Read(cmdlet);

        Assert.Equal(Documented(command).Select(parameter => parameter.Name).Order(), page.Parameters.Keys.Order());
        foreach (var parameter in Documented(command))
        {
            var facts = page.Parameters[parameter.Name].Facts;
            Assert.True(facts.Contains(FactsOf(parameter), StringComparison.Ordinal), $"-{parameter.Name} of {cmdlet} is\n{FactsOf(parameter)}\nand the page says\n{facts}");
            Assert.Contains($"Type: {parameter.ParameterType}\n", facts, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task The_syntax_is_as_the_page_says(string cmdlet)
    {
        using var shell = new Shell();

        var syntax = (await shell.RunAsync($"Get-Command {cmdlet} -Syntax")).Single().ToString();

        var shown = CmdletPage.Read(cmdlet).Section("SYNTAX").Split("```").Where((_, index) => index % 2 == 1).Select(Fold);
        var expected = syntax.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => Fold(line.Replace(" [<CommonParameters>]", "", StringComparison.Ordinal)));
        Assert.Equal(expected, shown);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Defaults_are_as_the_page_says(string cmdlet)
    {
        var command = await CommandAsync(cmdlet);
        using var instance = (IDisposable)Activator.CreateInstance(((CmdletInfo)command).ImplementingType)!;

        foreach (var parameter in Documented(command).Where(p => p.ParameterType == typeof(string) && !p.ParameterSets.Values.Any(set => set.IsMandatory)))
        {
            var value = instance.GetType().GetProperty(parameter.Name)!.GetValue(instance);
            Assert.Equal($"{value}", CmdletPage.Read(cmdlet).Parameters[parameter.Name].Fact("DefaultValue"));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Nothing_is_left_to_fill_in(string cmdlet)
    {
        var page = CmdletPage.Read(cmdlet);

        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
        foreach (var section in new[] { "SYNOPSIS", "DESCRIPTION", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS" })
            Assert.NotEmpty(page.Section(section));
        Assert.All(page.Parameters, parameter => Assert.EndsWith(".", parameter.Value.Description, StringComparison.Ordinal));
        Assert.True(page.Examples.Count >= 3, $"{cmdlet}.md has {page.Examples.Count} examples.");
        Assert.All(page.Examples, example => Assert.NotEmpty(example.Code));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Get_Help_shows_the_page(string cmdlet)
    {
        using var shell = new Shell();
        var page = CmdletPage.Read(cmdlet);

        var help = (await shell.RunAsync($"Get-Help {cmdlet} -Full")).Single();

        Assert.Equal(CmdletPage.Plain(page.Section("SYNOPSIS")), CmdletPage.Plain(help.Text("Synopsis")));
        Assert.Equal(CmdletPage.Plain(page.Section("DESCRIPTION")), Paragraphs(help, "description"));
        var parameters = Nodes(help, "parameters", "parameter").ToDictionary(node => node.Text("name"));
        Assert.Equal(page.Parameters.Keys.Order(), parameters.Keys.Order());
        foreach (var (name, entry) in page.Parameters)
        {
            Assert.Equal(CmdletPage.Plain(entry.Description), Paragraphs(parameters[name], "description"));
            Assert.Equal(entry.Fact("DefaultValue"), $"{parameters[name].Properties["defaultValue"]?.Value}");
        }

        var examples = Nodes(help, "examples", "example");
        Assert.Equal(page.Examples.Select(example => example.Code), examples.Select(node => node.Text("code")));
        Assert.All(page.Examples.Zip(examples), pair => Assert.Contains(pair.First.Title, pair.Second.Text("title"), StringComparison.Ordinal));
        foreach (var (example, node) in page.Examples.Zip(examples))
            Assert.Contains(CmdletPage.Plain(example.Output ?? ""), Paragraphs(node, "remarks"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Get_Help_knows_the_parameters_as_they_are(string cmdlet)
    {
        using var shell = new Shell();
        var help = (await shell.RunAsync($"Get-Help {cmdlet} -Full")).Single();
        var command = await CommandAsync(cmdlet);

        var shown = Nodes(help, "parameters", "parameter").Select(node =>
            $"{node.Text("name")} {TypeOf(node)} required={node.Text("required")} position={node.Text("position")} pipeline={node.Text("pipelineInput")} aliases={node.Text("aliases")}");

        Assert.Equal(Documented(command).Select(InWords).Order(), shown.Order());
    }

    private static string InWords(ParameterMetadata parameter)
    {
        var set = parameter.ParameterSets.Values.First();
        var from = string.Join(", ", new[] { set.ValueFromPipeline ? "ByValue" : "", set.ValueFromPipelineByPropertyName ? "ByPropertyName" : "" }.Where(way => way.Length > 0));
        return $"{parameter.Name} {parameter.ParameterType} required={Lower(set.IsMandatory)} position={(set.Position == int.MinValue ? "Named" : set.Position)} "
            + $"pipeline={(from.Length > 0 ? $"true ({from})" : "false")} aliases={(parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none")}";
    }

    private static string TypeOf(PSObject node) => PSObject.AsPSObject(node.Properties["type"].Value).Text("name");

    private static async Task<CommandInfo> CommandAsync(string cmdlet)
    {
        using var shell = new Shell();
        var command = Assert.IsType<CmdletInfo>((await shell.RunAsync($"Get-Command {cmdlet}")).Single().BaseObject, exactMatch: false);
        // Asked for while the shell is there; kept by the object.
        Assert.NotEmpty(command.Parameters);
        return command;
    }

    private static IEnumerable<ParameterMetadata> Documented(CommandInfo command) =>
        command.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    // The lines of platyPS, which are how the page has them.
    private static string FactsOf(ParameterMetadata parameter)
    {
        IEnumerable<string> aliases = parameter.Aliases.Count == 0 ? ["Aliases: []"] : ["Aliases:", .. parameter.Aliases.Select(alias => $"- {alias}")];
        return string.Join('\n', [.. aliases, "ParameterSets:", .. parameter.ParameterSets.SelectMany(set => FactsOf(set.Key, set.Value))]);
    }

    private static IEnumerable<string> FactsOf(string name, ParameterSetMetadata set) =>
    [
        $"- Name: {(name == ParameterAttribute.AllParameterSets ? "(All)" : name)}",
        $"  Position: {(set.Position == int.MinValue ? "Named" : set.Position)}",
        $"  IsRequired: {Lower(set.IsMandatory)}",
        $"  ValueFromPipeline: {Lower(set.ValueFromPipeline)}",
        $"  ValueFromPipelineByPropertyName: {Lower(set.ValueFromPipelineByPropertyName)}",
        $"  ValueFromRemainingArguments: {Lower(set.ValueFromRemainingArguments)}",
    ];

    private static string Lower(bool value) => value ? "true" : "false";

    private static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IReadOnlyList<PSObject> Nodes(PSObject help, string list, string item) =>
        [.. List(PSObject.AsPSObject(help.Properties[list].Value), item)];

    private static string Paragraphs(PSObject node, string name) =>
        CmdletPage.Plain(string.Join('\n', List(node, name).Select(paragraph => paragraph.Text("Text"))));

    // The help's nodes are objects of properties alone: what is behind the wrapper is empty.
    private static IEnumerable<PSObject> List(PSObject node, string name) => node.Properties[name].Value switch
    {
        object[] several => several.Select(PSObject.AsPSObject),
        var one => [PSObject.AsPSObject(one)],
    };
}
